package io.mcpgateway.app.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mcpgateway.app.audit.AuditEvent;
import io.mcpgateway.app.audit.AuditSink;
import io.mcpgateway.app.config.AdminCaller.Permit;
import io.mcpgateway.auth.revocation.Revocation;
import io.mcpgateway.auth.revocation.RevocationJson;
import io.mcpgateway.auth.revocation.RevocationList;
import io.mcpgateway.auth.revocation.TooManyRevocationsException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revocations, as operators add, list and lift them. A change is on record before it is made; if it
 * cannot be recorded, it is not made.
 *
 * @param known what there is to revoke
 */
public record RevocationPages(
    RevocationList revocations, AuditSink audit, Supplier<KnownNames> known, InstantSource clock) {

  private static final Logger logger = LoggerFactory.getLogger(RevocationPages.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH = "/revocations";

  /** The audit file takes milliseconds, unless it cannot be written. */
  private static final Duration RECORDED_WITHIN = Duration.ofSeconds(5);

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoint.page(PATH, Permit.READ, _ -> list()),
        new Endpoint("POST", PATH, Permit.OPERATE, this::add),
        new Endpoint("DELETE", PATH + "/*", Permit.OPERATE, this::lift));
  }

  private Answer list() {
    ArrayNode all = JSON.createArrayNode();
    revocations.all().forEach(each -> all.add(RevocationJson.tree(each)));
    return Answer.json(200, all.toPrettyString());
  }

  private Answer add(AdminRequest request) {
    Instant now = clock.instant();
    Revocation revocation;
    try {
      RevocationRequest asked = RevocationRequest.parse(request.body(), now);
      revocation =
          new Revocation(
              UUID.randomUUID().toString(),
              asked.terms(),
              now,
              asked.expires(),
              request.by(),
              asked.reason());
    } catch (RevocationRequest.MalformedException | IllegalArgumentException wrong) {
      return Answer.text(400, String.valueOf(wrong.getMessage()));
    }
    if (!recorded("revocation-added", revocation, request)) {
      return notRecorded(revocation, request);
    }
    try {
      RevocationList.Receipt receipt = revocations.add(revocation);
      logger.info(
          "revocation {} added by {}: {}",
          revocation.id(),
          request.by(),
          revocation.terms().given());
      return answer(201, receipt, known.get().strangersIn(revocation.terms()))
          .with("Location", PATH + "/" + revocation.id());
    } catch (TooManyRevocationsException full) {
      CompletionStage<Void> _ = audit.note(event("revocation-failed", revocation, request));
      return Answer.text(409, String.valueOf(full.getMessage()));
    }
  }

  private Answer lift(AdminRequest request) {
    String id = request.lastSegment();
    for (Revocation each : revocations.all()) {
      if (each.id().equals(id)) {
        return lift(each, request);
      }
    }
    return Answer.text(404, "no revocation in force has this id");
  }

  private Answer lift(Revocation revocation, AdminRequest request) {
    if (!recorded("revocation-lifted", revocation, request)) {
      return notRecorded(revocation, request);
    }
    RevocationList.Receipt receipt = revocations.lift(revocation.id());
    if (receipt == null) {
      return Answer.text(404, "no revocation in force has this id");
    }
    logger.info("revocation {} lifted by {}", revocation.id(), request.by());
    return answer(200, receipt, List.of());
  }

  private static Answer answer(int status, RevocationList.Receipt receipt, List<String> warnings) {
    ObjectNode json = JSON.createObjectNode();
    json.set("revocation", RevocationJson.tree(receipt.revocation()));
    json.put("kept", receipt.kept());
    ArrayNode array = json.putArray("warnings");
    warnings.forEach(array::add);
    return Answer.json(status, json.toPrettyString());
  }

  /** The record may still be written later; then the one after it says that nothing came of it. */
  private Answer notRecorded(Revocation revocation, AdminRequest request) {
    CompletionStage<Void> _ = audit.note(event("revocation-failed", revocation, request));
    return Answer.text(503, "audit records cannot be written; nothing was changed")
        .with("Retry-After", "5");
  }

  private boolean recorded(String event, Revocation revocation, AdminRequest request) {
    if (!audit.accepts()) {
      return false;
    }
    try {
      audit
          .note(event(event, revocation, request))
          .toCompletableFuture()
          .get(RECORDED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException failed) {
      logger.error("admin: a {} could not be recorded", event, failed);
      return false;
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private AuditEvent event(String event, Revocation revocation, AdminRequest request) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("revocation", revocation.id());
    Instant expires = revocation.expires();
    details.put("expires", expires == null ? "never" : expires.toString());
    details.put("reason", revocation.reason());
    return new AuditEvent(
        clock.instant(), event, request.by(), request.peer(), details, revocation.terms().given());
  }
}
