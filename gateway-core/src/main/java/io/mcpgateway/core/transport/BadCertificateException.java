package io.mcpgateway.core.transport;

/** The certificate and the key are not a pair that a listener can use. */
public final class BadCertificateException extends Exception {
  private static final long serialVersionUID = 1L;

  BadCertificateException(String problem) {
    super(problem);
  }

  BadCertificateException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
