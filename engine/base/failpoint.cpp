// SPDX-License-Identifier: Apache-2.0
#include "base/failpoint.h"

#include <csignal>
#include <cstdlib>
#include <string>

namespace zhike {

Status failpoint(std::string_view name) {
  static const char* const wanted = std::getenv("ZHIKE_FAILPOINT");
  if (!wanted) return done();
  std::string_view text(wanted);
  auto equals = text.find('=');
  if (text.substr(0, equals) != name) return done();
  std::string_view action = equals == std::string_view::npos ? "abort" : text.substr(equals + 1);
  if (action == "abort") std::raise(SIGKILL);
  if (action == "interrupt") {  // Ctrl-C, just here
    std::raise(SIGINT);
    return done();
  }
  if (action == "full") return Error{ErrorCode::disk_full, "failpoint " + std::string(name)};
  return Error{ErrorCode::internal, "failpoint " + std::string(name)};
}

}  // namespace zhike
