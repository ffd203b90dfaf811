// SPDX-License-Identifier: Apache-2.0
#include "base/hash.h"

#define XXH_INLINE_ALL
#include <openssl/evp.h>
#include <xxhash.h>

#include <cstdio>
#include <memory>

#include "base/digest.h"

namespace zhike {
namespace {

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
  void add(const void* bytes, std::size_t size) { EVP_DigestUpdate(context_.get(), bytes, size); }
  std::string finish() {
    unsigned char digest[32];
    EVP_DigestFinal_ex(context_.get(), digest, nullptr);
    return hexadecimal({reinterpret_cast<const char*>(digest), sizeof digest});
  }

 private:
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

}  // namespace

std::uint64_t quick_hash(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

std::string sha256(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes.data(), bytes.size());
  return hash.finish();
}

Result<std::string> sha256_file(const std::string& path) {
  std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) return Error{ErrorCode::not_found, path + " cannot be opened; check the path and the rights"};
  Sha256 hash;
  std::string block(1 << 20, '\0');
  while (std::size_t got = std::fread(block.data(), 1, block.size(), file.get())) hash.add(block.data(), got);
  if (std::ferror(file.get())) return Error{ErrorCode::unreadable, path + " could not be read to its end"};
  return hash.finish();
}

}  // namespace zhike
