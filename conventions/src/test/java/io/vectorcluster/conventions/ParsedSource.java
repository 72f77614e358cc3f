package io.vectorcluster.conventions;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * What the rules look at in a Java file.
 *
 * @param methods methods and constructors with their length in lines
 * @param calls calls and references as written, such as {@code Instant.now()} or {@code new
 *     Random()}; arguments are left out and a call that has some ends in {@code (..)}
 */
record ParsedSource(Path file, List<String> types, List<Method> methods, List<String> calls) {

  record Method(String name, long lines) {}

  static List<ParsedSource> parse(List<Path> files) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      List<ParsedSource> parsed = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        parsed.add(scan(unit, positions));
      }
      return parsed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ParsedSource scan(CompilationUnitTree unit, SourcePositions positions) {
    List<String> types = new ArrayList<>();
    List<Method> methods = new ArrayList<>();
    List<String> calls = new ArrayList<>();
    LineMap lines = unit.getLineMap();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitClass(ClassTree type, @Nullable Void none) {
        types.add(type.getSimpleName().toString());
        return super.visitClass(type, null);
      }

      @Override
      public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
        methods.add(new Method(method.getName().toString(), linesOf(method)));
        return super.visitMethod(method, null);
      }

      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree call, @Nullable Void none) {
        String arguments = call.getArguments().isEmpty() ? "()" : "(..)";
        calls.add(call.getMethodSelect() + arguments);
        return super.visitMethodInvocation(call, null);
      }

      @Override
      public @Nullable Void visitMemberReference(
          MemberReferenceTree reference, @Nullable Void none) {
        calls.add(reference.getQualifierExpression() + "." + reference.getName() + "()");
        return super.visitMemberReference(reference, null);
      }

      @Override
      public @Nullable Void visitNewClass(NewClassTree made, @Nullable Void none) {
        String arguments = made.getArguments().isEmpty() ? "()" : "(..)";
        calls.add("new " + made.getIdentifier() + arguments);
        return super.visitNewClass(made, null);
      }

      private long linesOf(Tree tree) {
        long start = positions.getStartPosition(unit, tree);
        long end = positions.getEndPosition(unit, tree);
        return end < 0 ? 0 : lines.getLineNumber(end) - lines.getLineNumber(start) + 1;
      }
    }.scan(unit, null);
    return new ParsedSource(Path.of(unit.getSourceFile().toUri()), types, methods, calls);
  }
}
