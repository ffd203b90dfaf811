// SPDX-License-Identifier: Apache-2.0
// The parts of a Chinese address below its divisions, told apart by the words that end them: 路 号 栋 单元 层 室.
#pragma once

#include <string_view>

#include "kernels/address.h"

namespace zhike::kernels {

// Fills town (when it is empty), road, number, building, unit, floor, room and place of `out` from the text.
void read_address_parts(std::string_view text, Address& out);

}  // namespace zhike::kernels
