// SPDX-License-Identifier: Apache-2.0
// E-mail addresses, by the practical part of RFC 5321: no quoted local parts, no address literals.
// Only the domain is lower-cased: by the RFC the local part is its owner's.
#pragma once

#include <string>
#include <string_view>

namespace zhike::kernels {

struct Email {
  std::string address;     // local@domain
  bool valid = false;
  bool placeholder = false;  // none@none.com, test@test.com: no address was meant
  bool role = false;         // info@, hr@: an office, never a person
  bool disposable = false;   // of a well-known throw-away service
  std::string qq;            // 123456 of 123456@qq.com
};
Email read_email(std::string_view raw);

}  // namespace zhike::kernels
