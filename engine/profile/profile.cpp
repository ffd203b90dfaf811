// SPDX-License-Identifier: Apache-2.0
#include "profile/profile.h"

#include "profile/golden.h"

namespace zhike::profile {

Status run(flow::Context& context) {
  Plan plan;
  return context.lake().transaction([&]() -> Status {
    ZK_TRY(context.step("profile.prepare", [&]() -> Result<std::int64_t> {
      ZK_TRY_SET(plan, make_plan(context));
      return static_cast<std::int64_t>(plan.fields.size());
    }));
    ZK_TRY(choose_values(context, plan));
    ZK_TRY(make_customers(context, plan));
    return make_views(context);
  });
}

}  // namespace zhike::profile
