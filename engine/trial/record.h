// SPDX-License-Identifier: Apache-2.0
// One customer record as a source writes it: text per item, before it is laid out in the source's own columns.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "trial/actors.h"

namespace zhike::trial {

enum class Item : std::uint8_t {
  name, nickname, sex, birth, id_type, id_number, mobile, landline, email, address, province, city, district, detail, postcode,
  unionid, openid, device, system, tier, points, balance, marital, registered, staff, store, note, consent,
  code, industry, legal_representative, contact, contact_mobile, account, credit, former_name, nationality, source_key, count
};
inline constexpr std::size_t items_count = static_cast<std::size_t>(Item::count);
// The field of the standard an item belongs to; its own word for items the standard does not know.
std::string_view field_of(Item item);

enum class SourceId : std::uint8_t { shop_pos, crm, app, call_centre, bought_list, erp, crm_companies, table_persons, table_organisations };

struct Slip {
  Item item;
  std::string_view name;  // which operator
};

struct Record {
  SourceId source = SourceId::shop_pos;
  int day = 0;  // registered on
  bool western = false;  // a Western name
  bool abroad = false;   // written down abroad
  std::array<std::string, items_count> values;
  std::vector<Slip> slips;

  std::string& operator[](Item item) { return values[static_cast<std::size_t>(item)]; }
  const std::string& operator[](Item item) const { return values[static_cast<std::size_t>(item)]; }
  void clear();
};

// What the source would hold had nobody made a mistake: the state of that day, in the habit of the source.
void fill(Random& random, const Person& person, Record& record);
void fill(Random& random, const Company& company, Record& record);

struct SlipRates {
  double error = 1, missing = 1;
};
// Mistakes by the rates of the source (section 7 of the test standard), each noted in record.slips.
void spoil(Random& random, const SlipRates& rates, Record& record);
// Values the source does not have, in blocks that go missing together.
void drop_blocks(Random& random, const SlipRates& rates, Record& record);

}  // namespace zhike::trial
