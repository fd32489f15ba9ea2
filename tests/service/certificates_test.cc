#include "service/certificates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "service/test_certificates.h"
#include "support/status_matchers.h"
#include "support/temp_dir.h"

namespace wanyan {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const CertificateTimes kExpired = {absl::Now() - absl::Hours(48),
                                   absl::Now() - absl::Hours(1)};
const CertificateTimes kNotYet = {absl::Now() + absl::Hours(1),
                                  absl::Now() + absl::Hours(48)};
const CertificateTimes kSoonOver = {absl::Now() - absl::Hours(48),
                                    absl::Now() + absl::Hours(13 * 24)};

class CertificatesTest : public ::testing::Test {
 protected:
  void Write(const PemPair& pair) {
    dir_.Write("server.pem", pair.certificate);
    dir_.Write("server.key", pair.key);
    std::filesystem::permissions(options_.key_file,
                                 std::filesystem::perms::owner_read |
                                     std::filesystem::perms::owner_write);
  }

  absl::Status StatusOf(const PemPair& pair) {
    Write(pair);
    return LoadCertificates(options_).status();
  }

  // With the authority's certificate behind the server's, so that there is a
  // chain.
  PemPair IssueChain() const {
    PemPair pair = authority_.Issue("server");
    pair.certificate += authority_.certificate();
    return pair;
  }

  TempDir dir_;
  const TestAuthority authority_{"authority"};
  TlsOptions options_{.certificate_file = dir_.path() + "/server.pem",
                      .key_file = dir_.path() + "/server.key"};
};

TEST_F(CertificatesTest, APairAndItsChainAreTakenAsTheyAre) {
  const PemPair pair = IssueChain();
  Write(pair);
  const auto loaded = LoadCertificates(options_);
  ASSERT_THAT(loaded, IsOk());
  EXPECT_EQ(loaded->chain, pair.certificate);
  EXPECT_EQ(loaded->key, pair.key);
  EXPECT_EQ(loaded->client_ca, "");
  EXPECT_GT(loaded->expires_at, absl::Now() + absl::Hours(364 * 24));
  EXPECT_THAT(CertificateWarnings(options_, *loaded), IsEmpty());
}

TEST_F(CertificatesTest, WhatCannotWorkIsRefusedWithTheWayOut) {
  const PemPair good = authority_.Issue("server");
  const PemPair other = authority_.Issue("other");
  const struct {
    PemPair pair;
    std::string message;
  } cases[] = {
      {{"", good.key}, "server.pem holds no certificate in PEM"},
      {{good.key, good.certificate}, "are the two files swapped?"},
      {{good.certificate, good.certificate}, "are the two files swapped?"},
      {{good.certificate, "nothing"}, "server.key holds no private key in PEM"},
      {{good.certificate, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n"},
       "openssl pkey -in FILE"},
      {{good.certificate, other.key},
       "server.key does not belong to the certificate in"},
      {authority_.Issue("old", kExpired), "server.pem expired on 20"},
      {authority_.Issue("new", kNotYet), "server.pem is not valid before 20"},
  };
  for (const auto& one : cases) {
    EXPECT_THAT(StatusOf(one.pair),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr(one.message)));
  }
}

TEST_F(CertificatesTest, FilesMustBeThere) {
  EXPECT_THAT(LoadCertificates(options_),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("server.pem: no such file")));
  Write(authority_.Issue("server"));
  options_.key_file.clear();
  EXPECT_THAT(LoadCertificates(options_),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("name the file of its key")));
}

TEST_F(CertificatesTest, TheAuthorityOfClientsIsChecked) {
  Write(authority_.Issue("server"));
  options_.client_ca_file = dir_.path() + "/clients.pem";
  dir_.Write("clients.pem", "nothing");
  EXPECT_THAT(LoadCertificates(options_),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("clients.pem holds no certificate")));
  const TestAuthority old("old", kExpired);
  dir_.Write("clients.pem", old.certificate());
  EXPECT_THAT(LoadCertificates(options_),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("clients.pem expired on")));
  dir_.Write("clients.pem", old.certificate() + authority_.certificate());
  EXPECT_THAT(LoadCertificates(options_), IsOk());
}

TEST_F(CertificatesTest, WarnsOfWhatWillNotWorkForLong) {
  Write(authority_.Issue("server", kSoonOver, /*host=*/""));
  std::filesystem::permissions(options_.key_file, std::filesystem::perms::all);
  const auto loaded = LoadCertificates(options_);
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(
      CertificateWarnings(options_, *loaded),
      ElementsAre(HasSubstr("server.pem expires on 20"),
                  HasSubstr("subjectAltName"), HasSubstr("chmod o-r it")));
}

// However far a copy came: what is behind the first certificate must be whole.
TEST_F(CertificatesTest, HalfAChainIsRefused) {
  const PemPair pair = IssueChain();
  const size_t second = pair.certificate.rfind("-----BEGIN ");
  const size_t end = pair.certificate.rfind("-----END ");
  for (const size_t size :
       {second + 15, second + 27, second + 100, end, end + 20}) {
    EXPECT_THAT(StatusOf({pair.certificate.substr(0, size), pair.key}),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr("is cut short or damaged behind 1")))
        << size;
  }
  EXPECT_THAT(StatusOf(pair), IsOk());
  options_.client_ca_file = dir_.path() + "/clients.pem";
  dir_.Write("clients.pem", pair.certificate.substr(0, end));
  EXPECT_THAT(LoadCertificates(options_),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("clients.pem is cut short")));
}

TEST_F(CertificatesTest, TextAroundACertificateIsNoDamage) {
  PemPair pair = IssueChain();
  pair.certificate = "subject=server\n" + pair.certificate + "\n# the end\n";
  EXPECT_THAT(StatusOf(pair), IsOk());
}

TEST_F(CertificatesTest, AnExpiredOneBehindTheServersIsAWarning) {
  const TestAuthority old("old", kExpired);
  PemPair pair = authority_.Issue("server");
  pair.certificate += old.certificate();
  Write(pair);
  const auto loaded = LoadCertificates(options_);
  ASSERT_THAT(loaded, IsOk());
  EXPECT_THAT(CertificateWarnings(options_, *loaded),
              ElementsAre(HasSubstr("number 2 of the certificates in")));
}

class CertificateStoreTest : public CertificatesTest {
 protected:
  void SetUp() override {
    Write(authority_.Issue("first"));
    auto store = CertificateStore::Open(
        options_,
        [this](const absl::Status& status) { reports_.push_back(status); },
        absl::Hours(1));
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
  }
  // Before what it reports to.
  void TearDown() override { store_.reset(); }

  std::vector<absl::Status> reports_;
  std::unique_ptr<CertificateStore> store_;
};

TEST_F(CertificateStoreTest, FollowsTheFiles) {
  const auto first = store_->Get();
  store_->Refresh();
  EXPECT_EQ(store_->Get(), first);
  const PemPair second = authority_.Issue("second");
  Write(second);
  store_->Refresh();
  EXPECT_EQ(store_->Get()->chain, second.certificate);
  EXPECT_EQ(store_->Get()->key, second.key);
  EXPECT_THAT(reports_, ElementsAre(IsOk()));
}

TEST_F(CertificateStoreTest, HalfOfANewPairChangesNothing) {
  const auto first = store_->Get();
  const PemPair second = authority_.Issue("second");
  dir_.Write("server.pem", second.certificate);
  store_->Refresh();
  store_->Refresh();
  EXPECT_EQ(store_->Get(), first);
  EXPECT_FALSE(store_->is_up_to_date());
  EXPECT_THAT(reports_,
              ElementsAre(StatusIs(absl::StatusCode::kFailedPrecondition,
                                   HasSubstr("does not belong"))));
  dir_.Write("server.key", second.key);
  store_->Refresh();
  EXPECT_EQ(store_->Get()->chain, second.certificate);
  EXPECT_THAT(reports_.back(), IsOk());
  EXPECT_TRUE(store_->is_up_to_date());
}

// "cat leaf.pem chain.pem > server.pem" may have come as far as this.
TEST_F(CertificateStoreTest, AChainIsNotTakenWhileItIsWritten) {
  const auto first = store_->Get();
  PemPair second = authority_.Issue("second");
  Write(second);
  store_->Poll();
  EXPECT_EQ(store_->Get(), first);
  second.certificate += authority_.certificate();
  Write(second);
  store_->Poll();
  EXPECT_EQ(store_->Get(), first);
  store_->Poll();
  EXPECT_EQ(store_->Get()->chain, second.certificate);
}

TEST_F(CertificateStoreTest, ExpiredFilesDoNotReplaceGoodOnes) {
  const auto first = store_->Get();
  Write(authority_.Issue("old", kExpired));
  store_->Refresh();
  EXPECT_EQ(store_->Get(), first);
  EXPECT_THAT(reports_,
              ElementsAre(StatusIs(absl::StatusCode::kFailedPrecondition,
                                   HasSubstr("expired on"))));
}

}  // namespace
}  // namespace wanyan
