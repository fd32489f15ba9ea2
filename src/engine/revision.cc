#include "engine/revision.h"

#include <openssl/evp.h>

#include <array>
#include <memory>
#include <string_view>

#include "absl/strings/escaping.h"
#include "absl/strings/str_format.h"

namespace wanyan {
namespace {

constexpr size_t kRevisionDigits = 16;

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr);
  }

  // Adds a part with its length, so that no two lists of parts look alike.
  void Add(std::string_view part) {
    const std::string size = absl::StrFormat("%d\n", part.size());
    EVP_DigestUpdate(context_.get(), size.data(), size.size());
    EVP_DigestUpdate(context_.get(), part.data(), part.size());
  }

  std::string FirstDigits() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned int size = 0;
    EVP_DigestFinal_ex(context_.get(), digest.data(), &size);
    return absl::BytesToHexString(
               absl::string_view(reinterpret_cast<const char*>(digest.data()),
                                 size))
        .substr(0, kRevisionDigits);
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace

std::string ContentHash(std::initializer_list<std::string_view> parts) {
  Sha256 hash;
  for (const std::string_view part : parts) hash.Add(part);
  return hash.FirstDigits();
}

std::string RevisionOf(const std::vector<Phrasebook>& books,
                       const std::vector<Profile>& profiles,
                       std::string_view default_locale) {
  Sha256 hash;
  hash.Add(default_locale);
  for (const Phrasebook& book : books) hash.Add(book.content);
  hash.Add("profiles");
  for (const Profile& profile : profiles) {
    hash.Add(profile.id);
    hash.Add(profile.content);
  }
  return hash.FirstDigits();
}

}  // namespace wanyan
