// SPDX-License-Identifier: Apache-2.0
// What a weight is worth as a probability.
#pragma once

#include "resolve/resolve.h"
