package io.vectorcluster.testbed;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the test class an API server of its own: etcd and kube-apiserver on loopback, empty,
 * without controllers and nodes, in about two seconds and without root. It is gone after the class.
 * Constructors and methods may take a {@link ClusterAccess}.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("apiserver")
@ExtendWith(ApiServerExtension.class)
public @interface ApiServer {}
