package io.mcpgateway.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Everything that was measured, and what was left out and why. */
final class Results {

  private static final String REFERENCE = "nginx";

  private final List<Sample> samples = new ArrayList<>();
  private final List<StreamSample> streams = new ArrayList<>();
  private final List<FloodSample> floods = new ArrayList<>();
  private final List<Double> starts = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void add(Sample sample) {
    samples.add(sample);
  }

  void add(StreamSample sample) {
    streams.add(sample);
  }

  void add(FloodSample sample) {
    floods.add(sample);
  }

  /** Seconds from the start of a gateway to its first proxied answer. */
  void addStart(double seconds) {
    starts.add(seconds);
  }

  void note(String note) {
    if (!notes.contains(note)) {
      notes.add(note);
    }
  }

  List<Sample> samples() {
    return samples;
  }

  List<StreamSample> streams() {
    return streams;
  }

  List<FloodSample> floods() {
    return floods;
  }

  List<String> notes() {
    return notes;
  }

  Optional<Spread> starts() {
    return Spread.of(starts.stream().mapToDouble(Double::doubleValue));
  }

  Stream<Sample> of(String target, String load) {
    return samples.stream()
        .filter(sample -> sample.target().equals(target) && sample.load().equals(load));
  }

  Optional<Spread> spread(String target, String load, Function<Sample, DoubleStream> value) {
    return Spread.of(of(target, load).flatMapToDouble(value));
  }

  /** Sets each round of {@code target} against nginx in the same round. */
  Optional<Spread> againstNginx(
      String target, String load, ToDoubleBiFunction<Sample, Sample> comparison) {
    return against(target, REFERENCE, load, comparison);
  }

  /** Sets each round of one target against the same round of another. */
  Optional<Spread> against(
      String target, String other, String load, ToDoubleBiFunction<Sample, Sample> comparison) {
    return Spread.of(
        of(target, load)
            .flatMapToDouble(
                sample ->
                    of(other, load)
                        .filter(each -> each.round() == sample.round())
                        .mapToDouble(each -> comparison.applyAsDouble(sample, each))));
  }

  Stream<FloodSample> floods(Flood flood, String load) {
    return floods.stream()
        .filter(sample -> sample.flood().equals(flood.word()) && sample.load().equals(load));
  }

  /** Sets each round of {@code flood} against the same round without one. */
  Optional<Spread> againstCalm(
      Flood flood, String load, ToDoubleBiFunction<FloodSample, FloodSample> comparison) {
    return Spread.of(
        floods(flood, load)
            .flatMapToDouble(
                sample ->
                    floods(Flood.NONE, load)
                        .filter(calm -> calm.round() == sample.round())
                        .mapToDouble(calm -> comparison.applyAsDouble(sample, calm))));
  }

  Optional<Spread> streamSpread(
      String target, int asked, Function<StreamSample, DoubleStream> value) {
    return Spread.of(
        streams.stream()
            .filter(sample -> sample.target().equals(target) && sample.asked() == asked)
            .flatMapToDouble(value));
  }
}
