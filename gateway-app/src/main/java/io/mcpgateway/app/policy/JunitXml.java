package io.mcpgateway.app.policy;

import io.mcpgateway.app.policy.PolicyTestRun.Result;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Test runs in the XML that CI systems read: the form of Ant's JUnit task, in what its readers
 * agree on. One {@code testsuite} for each file.
 */
public final class JunitXml {
  private JunitXml() {}

  public static void write(List<PolicyTestRun> runs, Writer to) throws XMLStreamException {
    XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(to);
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuites");
    counts(
        runs.stream().mapToInt(run -> run.results().size()).sum(),
        runs.stream().mapToLong(PolicyTestRun::failures).sum(),
        runs.stream().map(PolicyTestRun::took).reduce(Duration.ZERO, Duration::plus),
        xml);
    for (PolicyTestRun run : runs) {
      suite(run, xml);
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
    xml.writeCharacters("\n");
    xml.writeEndDocument();
    xml.close();
  }

  private static void suite(PolicyTestRun run, XMLStreamWriter xml) throws XMLStreamException {
    xml.writeCharacters("\n  ");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", plain(run.test().file()));
    counts(run.results().size(), run.failures(), run.took(), xml);
    for (Result result : run.results()) {
      one(run.test().file(), result, xml);
    }
    xml.writeCharacters("\n  ");
    xml.writeEndElement();
  }

  private static void one(String file, Result result, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeCharacters("\n    ");
    xml.writeStartElement("testcase");
    xml.writeAttribute("name", plain(result.about().name()));
    xml.writeAttribute("classname", plain(className(file)));
    xml.writeAttribute("file", plain(file));
    xml.writeAttribute("line", Integer.toString(result.about().line()));
    xml.writeAttribute("time", seconds(result.took()));
    if (!result.passed()) {
      xml.writeStartElement("failure");
      xml.writeAttribute("type", "policy");
      xml.writeAttribute("message", plain(String.join("; ", result.differences())));
      xml.writeCharacters(plain(String.join("\n", result.why())));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static void counts(int tests, long failures, Duration took, XMLStreamWriter xml)
      throws XMLStreamException {
    xml.writeAttribute("tests", Integer.toString(tests));
    xml.writeAttribute("failures", Long.toString(failures));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", "0");
    xml.writeAttribute("time", seconds(took));
  }

  /** Readers cut it at its last dot, into a package and a class. */
  private static String className(String file) {
    String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    int dot = name.lastIndexOf('.');
    return "policy." + (dot > 0 ? name.substring(0, dot) : name).replace('.', '-');
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.3f", took.toNanos() / 1e9);
  }

  /** Without the characters that XML 1.0 has no way to write. */
  private static String plain(String text) {
    return text.codePoints()
        .map(
            c ->
                (c >= ' ' && c <= 0xD7FF)
                        || c == '\t'
                        || c == '\n'
                        || (c >= 0xE000 && c <= 0xFFFD)
                        || c > 0xFFFF
                    ? c
                    : 0xFFFD)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
