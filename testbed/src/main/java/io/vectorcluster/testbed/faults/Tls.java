package io.vectorcluster.testbed.faults;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Contexts of TLS from the PEM texts that the testbed makes: keys on P-256, in PKCS #8. */
final class Tls {
  private static final char[] NO_PASSWORD = new char[0];

  private Tls() {}

  /** A certificate and its key, in PEM. */
  record Identity(String certificate, String key) {
    /** The one of this name among the testbed's files. */
    static Identity read(Path folder, String name) throws IOException {
      return new Identity(
          Files.readString(folder.resolve(name + ".crt")),
          Files.readString(folder.resolve(name + ".pkcs8")));
    }

    @Override
    public String toString() {
      return "Identity[" + certificate.length() + " characters]";
    }
  }

  /** A context that trusts the authority, and shows the identity where there is one. */
  static SSLContext context(String authority, Optional<Identity> identity) {
    try {
      KeyStore trusted = empty();
      trusted.setCertificateEntry("authority", certificate(authority));
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      KeyStore own = empty();
      if (identity.isPresent()) {
        Certificate[] chain = {certificate(identity.get().certificate())};
        own.setKeyEntry("own", key(identity.get().key()), NO_PASSWORD, chain);
      }
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the testbed's certificates cannot be used", e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Certificate certificate(String pem) throws GeneralSecurityException {
    byte[] bytes = pem.getBytes(StandardCharsets.US_ASCII);
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(bytes));
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String body = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
    byte[] bytes = Base64.getDecoder().decode(body);
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
  }
}
