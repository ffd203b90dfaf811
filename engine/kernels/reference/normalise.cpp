// SPDX-License-Identifier: Apache-2.0
#include "kernels/reference/normalise.h"

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "kernels/text.h"

namespace zhike::kernels::reference {

namespace {

bool is_kept(char32_t c) {
  const bool invisible = (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) ||
                         (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || c == 0xAD;
  const bool control = (c < 0x20 || (c >= 0x7F && c < 0xA0)) && !is_space(c);
  return !invisible && !control;
}

}  // namespace

std::string normalised(std::string_view raw) {
  std::u32string kept;
  for (char32_t c : code_points(raw))
    if (is_kept(c)) kept.push_back(is_middle_dot(c) ? 0xB7 : c);
  UErrorCode code = U_ZERO_ERROR;
  const auto* nfkc = icu::Normalizer2::getNFKCInstance(code);
  std::string composed;
  nfkc->normalize(icu::UnicodeString::fromUTF8(to_utf8(kept)), code).toUTF8String(composed);
  std::u32string out;
  for (char32_t c : code_points(composed)) {
    if (!is_space(c)) out.push_back(c);
    else if (!out.empty() && out.back() != U' ') out.push_back(U' ');
  }
  if (!out.empty() && out.back() == U' ') out.pop_back();
  return to_utf8(out);
}

}  // namespace zhike::kernels::reference
