// SPDX-License-Identifier: Apache-2.0
// Which program this is, so that what another build has computed is not taken for this one's.
#pragma once

#include <string>

namespace zhike {

// The build id that the linker gave this program, in hex: another one after any change of the code or its data tables.
// Empty when it was linked without one.
std::string build_id();

}  // namespace zhike
