package io.mcpgateway.auth.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;

/** Says what went wrong in words for operators, with nothing in them that was sent or received. */
final class Failures {
  private Failures() {}

  static IOException readable(ExecutionException failed) {
    String problem =
        switch (failed.getCause()) {
          case null -> "failed";
          case UnknownHostException refused -> String.valueOf(refused.getMessage());
          case ConnectException _ -> "no connection: refused";
          case SSLException tls -> "no TLS connection: " + tls.getMessage();
          case SocketTimeoutException _ -> ServerClient.TOO_SLOW;
          case ConnectionClosedException _, NoHttpResponseException _ ->
              "the connection was closed before the end of the answer";
          case HttpException _, MalformedChunkCodingException _ ->
              "not an HTTP answer that can be read";
          case IOException other -> String.valueOf(other.getMessage());
          case Throwable bug -> bug.getClass().getSimpleName();
        };
    return new IOException(problem, failed.getCause());
  }
}
