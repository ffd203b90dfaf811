// SPDX-License-Identifier: Apache-2.0
#include "resolve/customer_code.h"

#include <cstdlib>

#include "kernels/cuid.h"

namespace zhike::resolve {
namespace {

constexpr std::string_view letters = "POH";

}  // namespace

std::string cuid_of(Code code) {
  return code == 0 ? std::string() : kernels::make_cuid(letters[static_cast<std::size_t>(letter_of(code))], number_of(code));
}

Code read_cuid(std::string_view text) {
  std::string upper(text);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (!kernels::is_cuid(upper)) return 0;
  auto letter = letters.find(upper.front());
  if (letter == letters.npos) return 0;
  return make_code(static_cast<CodeLetter>(letter), std::strtoull(upper.substr(1, 10).c_str(), nullptr, 10));
}

}  // namespace zhike::resolve
