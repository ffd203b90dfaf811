// SPDX-License-Identifier: Apache-2.0
// Places where a test may make the program die or fail: ZHIKE_FAILPOINT=name=abort | error | full | interrupt.
// Without that variable a failpoint costs one comparison.
#pragma once

#include <string_view>

#include "base/result.h"

namespace zhike {

// done(), or what the test asked for at this place. "abort" kills the process as kill -9 would.
Status failpoint(std::string_view name);

}  // namespace zhike

#define ZK_FAILPOINT(name) ZK_TRY(::zhike::failpoint(name))
