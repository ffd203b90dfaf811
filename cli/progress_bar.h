// SPDX-License-Identifier: Apache-2.0
// Progress on a terminal: the running step with a bar once it takes over a second, and a line per finished step.
#pragma once

#include <memory>

#include "base/progress.h"

namespace zhike::cli {

// `show`: write to the terminal on standard error; otherwise nothing is written.
std::unique_ptr<Progress> make_progress(bool show);

}  // namespace zhike::cli
