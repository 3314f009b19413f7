package io.mcpgateway.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordDetectorTest {
  @ParameterizedTest
  @CsvSource({
    "password,«letmein»",
    "db_password,«letmein»",
    "clientsecret,«abcdef»",
    "apikey,«abc123»",
    "access_token,«abc123»",
    "passphrase,«correct horse in a battery»",
    "password,«correct horse battery staple»",
    "token_type,bearer1",
    "max_tokens,4096",
    "password_hint,blue42",
    "passwordpolicy,strong42",
    "password,[password]",
    "password,********",
    "password,${PASSWORD}",
    "password,must be at least 8 characters",
    "password,string",
    "password,tok_password_abcdefgh",
    "name,letmein",
    "secretary,Jane42",
  })
  void aTextIsFoundAsAWholeIfItsNameSaysSo(String name, String text) {
    assertThat(Marked.find(Kind.PASSWORD, name, Marked.plain(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password=«hunter2» DB_PASSWORD=«letmein»",
        "spring.datasource.password=«letmein»\nx=1",
        "\"dbPassword\": \"«letmein»\", \"client_secret\":\"«Xk9!a»\"",
        "{\\\"password\\\":\\\"«Xk9!ab»\\\"}",
        "password: «Xk9abc» user: jane",
        "my password is «Xk9abc».",
        "The password for the wifi is «Sunshine42», enjoy",
        "Passwort: «Geheim42» mot de passe : «Soleil42» contraseña: «Verano42»",
        "Kennwort lautet «Geheim42»",
        "api_key := \"«abcdef»\" 'token' => '«abcdef»'",
        "<password>«letmein»</password>",
        "<add key=\"password\" value=\"«letmein»\"/>",
        "- name: DB_PASSWORD\n  value: \"«letmein»\"",
        "{\"name\":\"password\",\"value\":\"«letmein»\"}",
        "Server=db;User Id=sa;Password=«letmein»;Encrypt=true",
        "?user=jane&token=«abc123»&x=1",
        "export DB_PASS='«p ss w»'",
        "password: str = \"«letmein»\"",
        "val password: String = \"«letmein»\"",
        "--password «Xk9abc» --token=«abcdef12»",
        "password:\n  «Xk9abc»\n",
        "  password: letmein here",
        "  password: «letmein»\n",
        "**Password:** «Xk9abc»",
        "os.environ[\"PASSWORD\"] = \"«letmein»\"",
        "setPassword(\"«Xk9abc»\")",
        "CREATE USER x IDENTIFIED BY '«Xk9abc»'",
        "POSTGRES_PASSWORD=«password»",
        "passphrase: \"«correct horse battery staple»\"",
        "password=<password> password=${PASSWORD} password={{ password }} password=***",
        "password: string; token: CancellationToken, secret: SecretStr",
        "password is required, your password must be at least 8 characters long",
        "the secret is to wait; password: incorrect",
        "password = os.environ['DB_PASSWORD'] password = getpass.getpass()",
        "const token = await fetchToken(); password: process.env.DB_PASSWORD,",
        "password = user.password; f(password=password, token=access_token)",
        "password=null, password: true token=None",
        "token_type=bearer max_tokens=4096 tokens: 12345678 passwordHint: \"blue42\"",
        "password_hash=abc12345 secretName: my-secret1 next_token=abc12345",
        "password=[password] token: [jwt] secret=[api-key] password=[redacted]",
        "password=****abcd password=tok_password_abcdefgh secret: secret_abcdefghijklmnop",
        "credentials: 'include' \"password\": \"Enter your password\" secretary: abc12345",
        "PWD=/home/jane tokenizer=abc12345 compass: abc12345",
        "type=\"password\" placeholder=\"password1\"",
        "\"password\": \"Passwort\" \"password\": {\"type\": \"string\"}",
        "password=%s password=? password=:password password=$1",
      })
  void whatStandsBetweenMarksIsFoundAndNothingElse(String text) {
    assertThat(Marked.find(Kind.PASSWORD, Marked.plain(text))).isEqualTo(text);
  }
}
