// SPDX-License-Identifier: Apache-2.0
// One region of libphonenumber's metadata, as the generated phone_metadata.h holds it.
#pragma once

namespace zhike::kernels {

struct PhoneRegion {
  const char* id;               // ISO 3166-1 alpha-2
  const char* calling_code;
  const char* national_prefix;  // "0", may be empty
  const char* national_prefix_pattern;  // what may stand before a national number; empty: only the prefix
  const char* leading_digits;   // of a region that shares its calling code; empty for the main region
  const char* general;          // patterns of the national number
  const char* fixed;
  const char* mobile;
  const char* other;            // toll free, shared cost, premium rate, voice over IP, ...
};

}  // namespace zhike::kernels
