package io.mcpgateway.policy.condition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelAttributePattern;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.CelVariableResolver;
import dev.cel.runtime.PartialVars;
import dev.cel.runtime.Program;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A question in CEL with the answer yes or no (Common Expression Language), checked against the
 * variables that there are. What it may cost is bounded: the length and depth of the text, the size
 * of regular expressions (RE2, which match in linear time and must be literals) and how often
 * comprehensions go round. Immutable, and thread-safe: an evaluation shares nothing.
 */
public final class Condition {
  static final int MAX_CHARACTERS = 4096;
  static final int MAX_DEPTH = 32;
  static final int MAX_NODES = 1000;
  static final int MAX_ITERATIONS = 1000;
  static final int MAX_REGEX_SIZE = 500;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(MAX_CHARACTERS)
          .maxParseRecursionDepth(MAX_DEPTH)
          .maxParseExpressionNodeCount(MAX_NODES)
          .comprehensionMaxIterations(MAX_ITERATIONS)
          .maxRegexProgramSize(MAX_REGEX_SIZE)
          .enableHeterogeneousNumericComparisons(true)
          .enableUnknownTracking(true)
          .build();

  private static final CelAttributePattern UNKNOWN_ARGUMENTS =
      CelAttributePattern.create(Variable.ARGS.path());

  private static final Optional<Object> NO_ARGUMENTS = Optional.of(Map.of());

  /** For conditions without regular expressions, which most are. */
  private static final CelRuntime RUNTIME = runtime(Map.of());

  private final String text;
  private final Set<Variable> variables;
  private final Program program;

  private Condition(String text, Set<Variable> variables, Program program) {
    this.text = text;
    this.variables = variables;
    this.program = program;
  }

  /**
   * @throws IllegalArgumentException with what is wrong with it
   */
  public static Condition compile(String text, Vocabulary vocabulary) {
    CelValidationResult checked = compiler(vocabulary).compile(text);
    if (checked.hasError()) {
      throw new IllegalArgumentException(
          checked.getErrors().stream().map(Condition::said).collect(Collectors.joining("; ")));
    }
    try {
      CelAbstractSyntaxTree ast = checked.getAst();
      Map<String, Pattern> patterns = patterns(ast);
      CelRuntime runtime = patterns.isEmpty() ? RUNTIME : runtime(patterns);
      return new Condition(text, named(ast), runtime.createProgram(ast));
    } catch (CelValidationException | CelEvaluationException wrong) {
      throw new IllegalArgumentException(String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private static CelCompiler compiler(Vocabulary vocabulary) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setResultType(SimpleType.BOOL);
    vocabulary.variables().forEach(each -> builder.addVar(each.path(), each.type()));
    return builder.build();
  }

  private static String said(CelIssue issue) {
    return "column " + (issue.getSourceLocation().getColumn() + 1) + ": " + issue.getMessage();
  }

  private static CelRuntime runtime(Map<String, Pattern> patterns) {
    return CelRuntimeFactory.plannerRuntimeBuilder()
        .setOptions(OPTIONS)
        .setStandardFunctions(Functions.standard())
        .addFunctionBindings(Functions.own(patterns))
        .build();
  }

  /** The regular expressions of a condition; one that is no literal could be anybody's. */
  private static Map<String, Pattern> patterns(CelAbstractSyntaxTree ast) {
    Map<String, Pattern> patterns = new HashMap<>();
    CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .map(CelNavigableExpr::expr)
        .filter(expr -> expr.getKind() == CelExpr.ExprKind.Kind.CALL)
        .map(CelExpr::call)
        .filter(call -> call.function().equals("matches"))
        .map(call -> call.args().getLast())
        .forEach(
            argument -> {
              Pattern pattern = pattern(argument);
              patterns.put(pattern.pattern(), pattern);
            });
    return Map.copyOf(patterns);
  }

  private static Pattern pattern(CelExpr argument) {
    if (argument.getKind() != CelExpr.ExprKind.Kind.CONSTANT
        || argument.constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      throw new IllegalArgumentException("matches: expected a literal pattern");
    }
    Pattern pattern;
    try {
      pattern = Pattern.compile(argument.constant().stringValue());
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException("matches: " + wrong.getMessage(), wrong);
    }
    if (pattern.programSize() > MAX_REGEX_SIZE) {
      throw new IllegalArgumentException("matches: a smaller pattern, with fewer repetitions");
    }
    return pattern;
  }

  private static Set<Variable> named(CelAbstractSyntaxTree ast) {
    Set<Variable> named = EnumSet.noneOf(Variable.class);
    ast.getReferenceMap()
        .values()
        .forEach(
            reference -> {
              Variable variable = Variable.of(reference.name());
              if (variable != null) {
                named.add(variable);
              }
            });
    return named;
  }

  /** As it is written. */
  public String text() {
    return text;
  }

  public boolean names(Variable variable) {
    return variables.contains(variable);
  }

  public Truth of(Facts facts) {
    try {
      Object value =
          !facts.knowsArguments() && names(Variable.ARGS)
              ? program.eval(PartialVars.of(known(facts), UNKNOWN_ARGUMENTS))
              : program.eval(known(facts));
      if (value instanceof Boolean truth) {
        return truth ? Truth.TRUE : Truth.FALSE;
      }
      return value instanceof CelUnknownSet ? Truth.UNKNOWN : Truth.ERROR;
    } catch (CelEvaluationException | RuntimeException cannotBeSaid) {
      // Whatever it is: who asks denies.
      return Truth.ERROR;
    }
  }

  private static CelVariableResolver known(Facts facts) {
    return path -> {
      Variable variable = Variable.of(path);
      if (variable == null) {
        return Optional.empty();
      }
      // What stands for arguments that are not known is asked for, and not looked at.
      return variable == Variable.ARGS && !facts.knowsArguments()
          ? NO_ARGUMENTS
          : Optional.of(facts.value(variable));
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
