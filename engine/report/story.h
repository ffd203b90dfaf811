// SPDX-License-Identifier: Apache-2.0
// What `zhike show` and `zhike why` print: one customer from all sides, and the evidence that made two records one.
// Plain input: whoever calls has looked everything up, masked what must be masked, and chosen the language.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/language.h"
#include "report/table.h"

namespace zhike::report {

struct StoryField {
  std::string category;     // id of a category
  std::string label;        // in the reader's language
  std::string value;        // as people read it: the label of a code, 138****1234
  std::string source_id;    // of the record whose value won
  std::string rule;         // label of the deciding survivorship rule
  std::int64_t alternatives = 0;  // other values that lost
  bool finding = false;     // a check of this value failed
};
struct StoryRecord {
  std::string record_id, source_id, source_key, recorded_at;
  std::string name;         // what the record calls the customer
};
struct StoryIdentifier {
  std::string type;         // label of the kind of identifier
  std::string value;
  std::int64_t records_count = 0;
};
struct StoryEvent {
  std::string occurred_at, type, source_id, channel;
  std::string amount;       // empty when the event has none
  std::string note;         // properties in a few words
};
struct StoryGap {
  std::string field;        // label
  std::string reason;       // in the reader's language
};
struct CustomerStory {
  std::string cuid, name, party;          // party: label of person, organisation
  std::vector<std::string> former_cuids;  // codes that lead here
  std::int64_t events_count = 0;          // all of them; `events` holds the newest
  std::vector<StoryField> fields;
  std::vector<StoryRecord> records;
  std::vector<StoryIdentifier> identifiers;
  std::vector<StoryEvent> events;         // the newest first
  std::vector<double> activity;           // events per month, the oldest first
  std::string activity_from, activity_to; // YYYY-MM of its ends
  std::vector<StoryGap> gaps;
};
// Fields stand in the order of the standard's categories; those of an unknown category come last.
std::string customer_text(const CustomerStory& story, const standard::Standard& standard, Language language, const Style& style);

struct EvidenceLine {
  std::string label;         // of the field
  std::string left, right;   // both values
  std::string level;         // how they compare: same, similar, different
  double bits = 0;           // for (+) or against (-)
  double frequency_bits = 0; // part of bits owed to how rare the value is
};
// prior + lines + dependence + related = total; the text says so when it does not.
struct WaterfallStory {
  std::string left_title, right_title;  // which records
  double prior_bits = 0;
  std::vector<EvidenceLine> lines;
  double dependence_bits = 0;  // evidence that would have counted twice
  double related_bits = 0;     // could be another member of the household
  double total_bits = 0;
  double probability = 0;      // calibrated, as everywhere
  double cut_bits = 0;         // the line above which records are one customer
  std::string decided;         // what became of the records, and why, where the weight alone does not say; empty if nothing is told
};
std::string waterfall_text(const WaterfallStory& story, Language language, const Style& style);

}  // namespace zhike::report
