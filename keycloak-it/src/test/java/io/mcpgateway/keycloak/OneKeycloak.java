package io.mcpgateway.keycloak;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives all test classes the same Keycloak, since nothing takes longer than its start. */
final class OneKeycloak implements ParameterResolver {

  private record Running(Http http, Keycloak keycloak) implements AutoCloseable {
    static Running start() {
      Http http = new Http();
      try {
        return new Running(
            http, Keycloak.start(Path.of(System.getProperty("keycloak.home")), http));
      } catch (IOException unable) {
        throw new IllegalStateException("Keycloak does not start", unable);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(interrupted);
      }
    }

    @Override
    public void close() {
      keycloak.close();
      http.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Keycloak.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(OneKeycloak.class))
        .computeIfAbsent(Running.class, _ -> Running.start(), Running.class)
        .keycloak();
  }
}
