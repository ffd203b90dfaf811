// SPDX-License-Identifier: Apache-2.0
// Chinese characters that look alike and are mistaken for one another when a name is copied by eye: 晴睛, 戊戌戍, 未末.
// The groups are our own, of characters that occur in names and addresses. Safe from any thread.
#pragma once

#include <cstdint>

namespace zhike::kernels {

// Simplified characters; false for equal ones. O(log of the list).
bool look_alike(char32_t a, char32_t b);

}  // namespace zhike::kernels
