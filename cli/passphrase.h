// SPDX-License-Identifier: Apache-2.0
// Asks for a passphrase on the terminal without showing it. Never from argv, the environment or a pipe.
#pragma once

#include <string>

#include "base/result.h"

namespace zhike::cli {

Result<std::string> ask_passphrase(const std::string& prompt);

}  // namespace zhike::cli
