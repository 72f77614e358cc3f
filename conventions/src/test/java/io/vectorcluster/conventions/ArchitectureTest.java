package io.vectorcluster.conventions;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which part may know which other: design section 10, as rules over the compiled classes. */
final class ArchitectureTest {
  private static final String NODE = "io.vectorcluster.indexnode";
  private static final String OPERATOR = "io.vectorcluster.operator";
  private static final String CLI = "io.vectorcluster.cli";

  @SuppressWarnings("NullAway.Init") // set before the first test
  private static JavaClasses all;

  @BeforeAll
  static void importClasses() {
    Path root = new SourceTree().root();
    all =
        new ClassFileImporter()
            .importPaths(
                root.resolve("topology/target/classes"),
                root.resolve("wire/target/classes"),
                root.resolve("index-node/target/classes"),
                root.resolve("operator/target/classes"),
                root.resolve("cli/target/classes"));
  }

  @Test
  void everyModuleIsLookedAt() {
    for (String type :
        new String[] {
          "io.vectorcluster.topology.PointId", NODE + ".core.DataService", CLI + ".Main",
        }) {
      assertThat(all.contain(type)).as("%s is compiled: run 'make build' first", type).isTrue();
    }
  }

  @Test
  void topologyKnowsTheLanguageOnly() {
    classes()
        .that()
        .resideInAPackage("io.vectorcluster.topology..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "io.vectorcluster.topology..", "org.jspecify..")
        .check(all);
  }

  @Test
  void coreOfTheNodeKnowsTopologyOnly() {
    classes()
        .that()
        .resideInAPackage(NODE + ".core..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..", NODE + ".core..", "io.vectorcluster.topology..", "org.jspecify..")
        .check(all);
  }

  @Test
  void coresReadNoClockAndStartNoThread() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.vectorcluster.topology..",
            NODE + ".core..",
            NODE + ".replication..",
            OPERATOR + ".core..",
            OPERATOR + ".intent..",
            OPERATOR + ".resources..")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent..", "java.net..", "org.slf4j..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .check(all);
  }

  @Test
  void theReplicationProtocolKnowsValuesOnly() {
    noClasses()
        .that()
        .resideInAPackage(NODE + ".replication..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            NODE + ".replica..",
            NODE + ".cluster..",
            NODE + ".internal..",
            NODE + ".engine..",
            "io.vectorcluster.wire..",
            "org.rocksdb..",
            "io.grpc..",
            "java.io..",
            "java.nio..")
        .check(all);
  }

  @Test
  void coreOfTheOperatorKnowsNoClientOfKubernetesOrOfTheNodes() {
    noClasses()
        .that()
        .resideInAnyPackage(OPERATOR + ".core..", OPERATOR + ".intent..", OPERATOR + ".resources..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.fabric8.kubernetes.client..",
            "io.javaoperatorsdk..",
            "io.quarkus..",
            "io.grpc..",
            "io.vectorcluster.wire..",
            OPERATOR + ".kubernetes..",
            OPERATOR + ".indexnode..")
        .allowEmptyShould(true)
        .check(all);
  }

  /** The tests of the node run the operator's decisions; the products meet over the wire only. */
  @Test
  void nodeAndOperatorDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage(NODE + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(OPERATOR + "..")
        .check(all);
    noClasses()
        .that()
        .resideInAPackage(OPERATOR + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(NODE + "..")
        .check(all);
  }

  /** The tool is started without Quarkus and without a client: it reads what kubectl prints. */
  @Test
  void theToolKnowsTheOperatorsDecisionsOnly() {
    noClasses()
        .that()
        .resideInAPackage(CLI + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            OPERATOR + ".kubernetes..",
            OPERATOR + ".indexnode..",
            NODE + "..",
            "io.fabric8.kubernetes.client..",
            "io.javaoperatorsdk..",
            "io.quarkus..",
            "io.grpc..")
        .check(all);
    noClasses()
        .that()
        .resideOutsideOfPackage(CLI + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(CLI + "..")
        .check(all);
  }

  @Test
  void engineAndStoreKnowOnlyTheCore() {
    noClasses()
        .that()
        .resideInAnyPackage(NODE + ".engine..", NODE + ".store..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(NODE + "..")
                .and(
                    not(
                        resideInAnyPackage(
                            NODE + ".core..", NODE + ".engine..", NODE + ".store.."))))
        .allowEmptyShould(true)
        .check(all);
    noClasses()
        .that()
        .resideInAPackage(NODE + ".engine..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(NODE + ".store..")
        .allowEmptyShould(true)
        .check(all);
    noClasses()
        .that()
        .resideInAPackage(NODE + ".store..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(NODE + ".engine..")
        .allowEmptyShould(true)
        .check(all);
  }

  @Test
  void dataApiKnowsNeitherStoreNorEngineNorCluster() {
    noClasses()
        .that()
        .resideInAPackage(NODE + ".http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            NODE + ".store..",
            NODE + ".engine..",
            NODE + ".cluster..",
            NODE + ".internal..",
            NODE + ".replica..")
        .allowEmptyShould(true)
        .check(all);
  }

  @Test
  void packagesOfTheNodeHaveNoCycles() {
    SlicesRuleDefinition.slices().matching(NODE + ".(*)..").should().beFreeOfCycles().check(all);
  }
}
