// SPDX-License-Identifier: Apache-2.0
// One event as a row of its file.
#pragma once

#include "trial/behaviour.h"

namespace zhike::trial {

class EventRows {
 public:
  EventRows(Random& random, EventSinks& sinks) : random_(random), sinks_(sinks) {}
  // `moment` may be moved: campaign touches go out in waves, touches never before the record they name.
  void write(EventFileId file, const Customer& customer, std::int64_t moment, std::uint64_t serial);

 private:
  void shop_order(const Customer& c, std::int64_t moment, std::uint64_t serial);
  void app_event(const Customer& c, std::int64_t moment, std::uint64_t serial);
  void app_properties(const Customer& c, std::string_view type);
  void call(const Customer& c, std::int64_t moment, std::uint64_t serial);
  void survey(const Customer& c, std::int64_t moment, std::uint64_t serial);
  std::int64_t campaign(const Customer& c, std::int64_t moment, std::uint64_t serial);
  void erp_order(const Customer& c, std::int64_t moment, std::uint64_t serial);
  void field(std::string_view text) { append_csv(row_, text, row_.empty()); }

  Random& random_;
  EventSinks& sinks_;
  std::string row_;
};

}  // namespace zhike::trial
