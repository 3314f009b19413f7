package io.mcpgateway.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The MCP server behind every proxy, as cheap as it can be: the call of the load is compared byte
 * for byte and gets a constant answer. Everything else (discovery, a legacy handshake, lists,
 * streams) is parsed and answered properly.
 */
final class LoadUpstream implements AutoCloseable {

  private final Channel channel;

  private LoadUpstream(Channel channel) {
    this.channel = channel;
  }

  static LoadUpstream start(EventLoopGroup loops) throws InterruptedException {
    Channel channel =
        new ServerBootstrap()
            .group(loops)
            .channel(EpollServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 4096)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    connection.pipeline().addLast(new ConnectionHandler());
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    return new LoadUpstream(channel);
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
  }

  private static final class ConnectionHandler extends ByteToMessageDecoder {

    private static final ByteBuf CALL = constant(Messages.CALL);
    private static final ByteBuf ANSWER = constant(Messages.response(200, "", Messages.ANSWER));

    private final HttpFraming framing = new HttpFraming();

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
        throws IOException {
      if (!framing.read(in)) {
        return;
      }
      int body = framing.end() - framing.bodyStart();
      if (body == Messages.CALL.length
          && ByteBufUtil.equals(in, framing.bodyStart(), CALL, 0, body)) {
        var _ = context.write(ANSWER.retainedDuplicate(), context.voidPromise());
      } else {
        byte[] answer = answer(in);
        var _ = context.write(Unpooled.wrappedBuffer(answer), context.voidPromise());
      }
      in.readerIndex(framing.end());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
      context.flush();
      super.channelReadComplete(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
      var _ = context.close();
    }

    private byte[] answer(ByteBuf in) throws IOException {
      return switch (in.getByte(in.readerIndex())) {
        case 'G' -> stream(": open\n\n");
        case 'D' -> Messages.response(200, "", new byte[0]);
        default -> answer(Messages.JSON.readTree(framing.body(in)));
      };
    }

    private static byte[] answer(JsonNode message) {
      JsonNode id = message.path("id");
      if (id.isMissingNode()) {
        return "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);
      }
      return switch (message.path("method").asText()) {
        case "tools/call" -> json(200, call(id));
        case "server/discover" -> json(200, result(id, DISCOVERED));
        case "tools/list" -> json(200, result(id, TOOLS));
        case "initialize" -> initialized(id);
        case "ping" -> json(200, result(id, "{}"));
        case "subscriptions/listen" -> stream("data: " + acknowledged(id) + "\n\n");
        default -> json(404, unknown(id));
      };
    }

    private static String call(JsonNode id) {
      try {
        ObjectNode answer = (ObjectNode) Messages.JSON.readTree(Messages.ANSWER);
        return answer.set("id", id).toString();
      } catch (IOException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    private static byte[] initialized(JsonNode id) {
      return Messages.response(
          200,
          "Mcp-Session-Id: load\r\n",
          result(id, INITIALIZED).getBytes(StandardCharsets.UTF_8));
    }

    private static String result(JsonNode id, String result) {
      return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    private static String acknowledged(JsonNode id) {
      return """
                {"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{\
                "_meta":{"io.modelcontextprotocol/subscriptionId":%s},"notifications":{"toolsListChanged":true}}}"""
          .formatted(id);
    }

    private static String unknown(JsonNode id) {
      return """
                {"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"Method not found"}}"""
          .formatted(id);
    }

    private static byte[] json(int status, String body) {
      return Messages.response(status, "", body.getBytes(StandardCharsets.UTF_8));
    }

    /** The head and the first event of a stream that stays open. */
    private static byte[] stream(String event) {
      return ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n"
              + Integer.toHexString(event.length())
              + "\r\n"
              + event
              + "\r\n")
          .getBytes(StandardCharsets.US_ASCII);
    }

    private static ByteBuf constant(byte[] bytes) {
      return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes));
    }

    private static final String DISCOVERED =
        """
                {"resultType":"complete","supportedVersions":["2026-07-28"],\
                "capabilities":{"tools":{"listChanged":true}},"ttlMs":60000,"cacheScope":"public",\
                "_meta":{"io.modelcontextprotocol/serverInfo":{"name":"load-upstream","version":"1"}}}""";

    private static final String INITIALIZED =
        """
                {"protocolVersion":"2025-11-25","capabilities":{"tools":{"listChanged":true}},\
                "serverInfo":{"name":"load-upstream","version":"1"}}""";

    private static final String TOOLS =
        """
                {"resultType":"complete","tools":[{"name":"get_customer","description":"One customer.",\
                "inputSchema":{"type":"object","properties":{"customer_id":{"type":"string"},\
                "note":{"type":"string"}},"required":["customer_id"]}}],"ttlMs":60000,"cacheScope":"public"}""";
  }
}
