// SPDX-License-Identifier: Apache-2.0
#include "base/digest.h"

#include <openssl/evp.h>

namespace zhike {

std::string digest(std::string_view algorithm, std::string_view bytes) {
  const EVP_MD* method = algorithm == "md5" ? EVP_md5() : algorithm == "sha256" ? EVP_sha256() : algorithm == "sm3" ? EVP_sm3() : nullptr;
  unsigned char raw[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (!method || EVP_Digest(bytes.data(), bytes.size(), raw, &size, method, nullptr) != 1) return {};
  std::string out;
  for (unsigned i = 0; i < size; ++i) {
    out += "0123456789abcdef"[raw[i] >> 4];
    out += "0123456789abcdef"[raw[i] & 15];
  }
  return out;
}

}  // namespace zhike
