// SPDX-License-Identifier: Apache-2.0
#include "base/digest.h"

#include <openssl/evp.h>

#include <algorithm>

namespace zhike {
namespace {

const EVP_MD* method_of(std::string_view algorithm) {
  return algorithm == "md5" ? EVP_md5() : algorithm == "sha256" ? EVP_sha256() : algorithm == "sm3" ? EVP_sm3() : nullptr;
}

}  // namespace

std::string hexadecimal(std::string_view bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string digest(std::string_view algorithm, std::string_view bytes) {
  const EVP_MD* method = method_of(algorithm);
  unsigned char raw[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (!method || EVP_Digest(bytes.data(), bytes.size(), raw, &size, method, nullptr) != 1) return {};
  return hexadecimal({reinterpret_cast<const char*>(raw), size});
}

std::size_t digest_digits(std::string_view algorithm) {
  const EVP_MD* method = method_of(algorithm);
  return method ? 2 * static_cast<std::size_t>(EVP_MD_get_size(method)) : 0;
}

std::optional<std::string> read_digest(std::string_view text, const std::vector<std::string>& algorithms) {
  const auto has_its_length = [&](const std::string& algorithm) { return digest_digits(algorithm) == text.size(); };
  if (text.empty() || text.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos) return std::nullopt;
  if (std::none_of(algorithms.begin(), algorithms.end(), has_its_length)) return std::nullopt;
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace zhike
