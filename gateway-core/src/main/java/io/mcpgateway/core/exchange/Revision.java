package io.mcpgateway.core.exchange;

import io.mcpgateway.core.protocol.JsonRpcMessage;
import java.util.List;
import java.util.Map;

/** What a {@link ReplyStage} makes of a message. */
public sealed interface Revision {
  Revision UNCHANGED = new Unchanged();

  /** The message goes on as it came, byte for byte. */
  record Unchanged() implements Revision {}

  /**
   * The message goes on as it came, although something that is only observed says otherwise.
   *
   * @param observations what it says
   * @param counts as in {@link Changed}: of what passed although nobody could look into it
   */
  record Observed(List<Observation> observations, Map<String, Integer> counts) implements Revision {
    public Observed {
      observations = List.copyOf(observations);
    }

    public Observed(List<Observation> observations) {
      this(observations, Map.of());
    }
  }

  /**
   * Another message goes on.
   *
   * @param counts how often each rule applied, by rule name, for audit records and metrics
   * @param observations what only observed rules say to it
   */
  record Changed(
      JsonRpcMessage message, Map<String, Integer> counts, List<Observation> observations)
      implements Revision {
    public Changed {
      observations = List.copyOf(observations);
    }

    public Changed(JsonRpcMessage message, Map<String, Integer> counts) {
      this(message, counts, List.of());
    }
  }

  /**
   * The message is a request of the upstream that must not reach the client: the gateway answers it
   * in the client's place, and the reply goes on without it.
   *
   * @param answer what the upstream is told
   * @param counts as in {@link Changed}
   * @param observations what only observed rules say to it
   */
  record Answered(
      JsonRpcMessage.Response answer, Map<String, Integer> counts, List<Observation> observations)
      implements Revision {
    public Answered {
      counts = Map.copyOf(counts);
      observations = List.copyOf(observations);
    }
  }

  /**
   * The message must not reach the client; the reply ends with {@code refusal}.
   *
   * @param observations what only observed rules say to it
   */
  record Blocked(Refusal refusal, List<Observation> observations) implements Revision {
    public Blocked {
      observations = List.copyOf(observations);
    }

    public Blocked(Refusal refusal) {
      this(refusal, List.of());
    }
  }
}
