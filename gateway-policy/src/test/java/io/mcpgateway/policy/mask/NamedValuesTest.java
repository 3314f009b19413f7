package io.mcpgateway.policy.mask;

import static io.mcpgateway.policy.mask.MaskedText.maskedJson;
import static org.assertj.core.api.Assertions.assertThat;

import io.mcpgateway.core.protocol.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are known by what something around them is called. */
class NamedValuesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'ssn':{'value':'536904399'}} | {'ssn':{'value':'[us-ssn]'}}",
        "{'ssn':{'value':536904399}} | {'ssn':{'value':0}}",
        "{'ssn':[{'raw':'536904399'}]} | {'ssn':[{'raw':'[us-ssn]'}]}",
        "{'ssn':{'enum':['x','536904399']}} | {'ssn':{'enum':['x','[us-ssn]']}}",
        "{'name':'ssn','value':'536904399'} | {'name':'ssn','value':'[us-ssn]'}",
        "{'name':'SSN','value':536904399} | {'name':'SSN','value':0}",
        "{'value':'536904399','label':'Social Security Number'} | {'value':'[us-ssn]','label':'Social Security Number'}",
        "[{'key':'ssn','values':['536904399']}] | [{'key':'ssn','values':['[us-ssn]']}]",
        "{'field':'password','value':'Hunter2Zeb9x'} | {'field':'password','value':'[password]'}",
        "{'type':'dob','value':'1984-11-23'} | {'type':'dob','value':'[date-of-birth]'}",
        "{'passwords':['Hunter2Zeb9x','Tr0ub4dor9']} | {'passwords':['[password]','[password]']}",
        "{'db_passwords':[['Hunter2Zeb9x']]} | {'db_passwords':[['[password]']]}",
        "{'birth':{'date':'1984-11-23'}} | {'birth':{'date':'[date-of-birth]'}}",
        "{'phone':'131052-308T'} | {'phone':'[fi-hetu]'}",
        "{'tel':{'number':'131052-308T'}} | {'tel':{'number':'[fi-hetu]'}}"
      })
  void aValueIsKnownByWhatStandsAroundIt(String json, String masked) {
    assertThat(maskedJson(json.replace('\'', '"'))).isEqualTo(masked.replace('\'', '"'));
    String text = Json.quote(json.replace('\'', '"'));
    assertThat(maskedJson(text)).isEqualTo(Json.quote(masked.replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'ssn':{'count':536904399}}",
        "{'name':'order','value':'536904399'}",
        "{'ssn':{'name':'order','value':'536904399'}}",
        "{'a':{'name':'ssn'},'value':'536904399'}",
        "{'order':'131052-308T'}",
        "{'passwords':[4,5],'tokens':['hello','Wor1d'],'secrets':['db-2']}",
        "{'value':'536904399'}",
        "{'type':'ssn','hint':[],'value':'x'}"
      })
  void whatIsCalledSomethingElseStays(String json) {
    assertThat(maskedJson(json.replace('\'', '"'))).isEqualTo(json.replace('\'', '"'));
  }
}
