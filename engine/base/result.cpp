// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <cstdio>
#include <cstdlib>

namespace zhike {

void assertion_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "zhike: invariant broken: %s (%s:%d). Please report this.\n", condition, file, line);
  std::abort();
}

}  // namespace zhike
