// SPDX-License-Identifier: Apache-2.0
// Who is the same customer: the one door of the matching engine.
// No configuration and no labels: columns are typed by content, weights are learned from the table itself, and
// clusters are cut at a fixed 0 bits. Works in memory; the method is described in README.md beside this file.
// The answer depends neither on the order of the rows nor on the number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "resolve/kind.h"

namespace zhike::resolve {

// One column of text as the caller holds it; the empty text is a missing value.
// kind: empty = found by content and header; else an id of kind_table, or full_name, middle_name, year, month, day,
// source, ignore.
struct Column {
  std::string name;
  std::string kind;
  std::vector<std::string> values;      // one per row; if coded: each text once, [0] empty
  std::vector<std::uint32_t> code = {}; // if coded: per row, the place of its text in values (see column_coder.h)
  bool is_coded = false;

  std::size_t rows() const { return is_coded ? code.size() : values.size(); }
  const std::string& text(std::size_t row) const { return values[is_coded ? code[row] : row]; }
};

struct Table {
  std::vector<Column> columns;
  std::size_t rows = 0;
  // Breaks ties and seeds the sampling; may be empty, then it is derived from the content of the rows.
  std::vector<std::uint64_t> record_hash;
  // The side of a link or the number of the source; empty = one. Only used with Options::link_only.
  std::vector<std::uint32_t> source;
};

// Pairs of rows that a person or an identity rule has decided.
struct Constraints {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> same;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> different;
  // Each entry: one code per row, 0 = none. Rows whose codes differ are never joined by evidence (identity numbers).
  std::vector<std::vector<std::uint32_t>> exclusive;
};

// A pair of rows that a person has judged, to learn from. It decides nothing by itself; Constraints do.
struct LabelledPair {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  bool same = false;
};

struct Model;

// The parts of the method, each of which can be left out to see what it is worth. For benches and tests: the default
// is the method.
struct Method {
  bool similar_values = true;       // candidates through similar values, not equal ones alone
  bool related_class = true;        // "another member of the household" as a rival explanation
  bool namesakes = true;            // given names recur in households
  bool value_chance = true;         // a rare value proves more than a frequent one
  bool pair_left_out = true;        // of the frequency of its own value
  bool decontaminated_u = true;     // true matches taken out of the chance of agreement
  bool dependence = true;           // evidence that would count twice taken back
  bool linkage = true;              // average linkage, not connected components
  bool information_weights = true;  // a pair that can hardly be compared hardly votes
  bool aliases = true;              // second names learned from the clusters
  bool second_look = true;          // rows left alone
};
struct MethodPart {
  std::string_view id;
  bool Method::* part;
};
inline constexpr MethodPart method_parts[] = {
    {"similar_values", &Method::similar_values}, {"related_class", &Method::related_class}, {"namesakes", &Method::namesakes},
    {"value_chance", &Method::value_chance}, {"pair_left_out", &Method::pair_left_out},
    {"decontaminated_u", &Method::decontaminated_u}, {"dependence", &Method::dependence}, {"linkage", &Method::linkage},
    {"information_weights", &Method::information_weights}, {"aliases", &Method::aliases}, {"second_look", &Method::second_look},
};

struct Options {
  double cut_bits = 0;             // higher: fewer false merges, more misses
  // Weights to use instead of learning them; chance is counted in the table all the same (model_use.h). May be null.
  std::shared_ptr<const Model> model;
  std::vector<LabelledPair> labels;  // move weights and cut, and calibrate probabilities (labels.h)
  bool link_only = false;          // compare rows of different sources only
  bool name_alone_merges = true;   // false: a merge needs agreement outside names and categories
  Method method;
  int threads = 0;                 // 0 = as many as the machine has
  std::uint64_t seed = 20261121;
  // What the run may hold in memory, the table included; 0 = no limit. Pairs and links beyond it go to files in spill_folder
  // (spill.h); where the rest does not fit, or without a folder, the run ends with too_large.
  std::uint64_t memory_bytes = 0;
  std::string spill_folder;
  // Called between steps with the share done so far; false cancels.
  std::function<bool(std::string_view step, double share)> progress;
};

// What was learned about one field. Index = level.
struct FieldModel {
  std::string name;
  Kind kind = Kind::place;
  bool shared = false;                          // speaks for a household
  bool inherited = false;                       // personal, yet found again in a household: fathers and sons of one name
  double filled_share = 0;
  std::uint32_t values_count = 0;
  std::array<double, levels_most> m{};          // given the same customer
  std::array<double, levels_most> m_related{};  // given the same household (shared and inherited fields)
  std::array<double, levels_most> u{};          // by chance
};

struct DependenceModel {
  std::uint32_t parent = 0;  // field numbers
  std::uint32_t child = 0;
  double lift_bits = 0;
  std::array<std::array<double, levels_most>, levels_most> m{};  // of the child's level, given the parent's
};

// What a column of the table was taken for: an id as in Column::kind.
struct ColumnUse {
  std::string name;
  std::string kind;
};

// Two values of a field that were learned to mean the same.
struct Alias {
  std::uint32_t field = 0;
  std::string left;
  std::string right;
};

// From weight to probability: the chance that a pair is the same customer. Without labels the slope is that measured
// over public sets with truth, since learned weights are about a quarter too steep (README.md).
struct Calibration {
  std::string method = "slope";  // slope: stated; platt, isotonic: from labelled pairs
  double slope = 0.75;           // log2 odds = slope * weight + offset
  double offset = 0;
  // isotonic: weight and probability, ascending in both; straight lines between, constant outside.
  std::vector<std::pair<double, double>> steps;
  std::uint64_t pairs_count = 0;  // labelled pairs it rests on
};

struct Model {
  std::vector<FieldModel> fields;
  std::vector<ColumnUse> columns;
  std::vector<Alias> aliases;
  std::uint64_t records_count = 0;  // of the table it was learned from
  double cut_bits = 0;
  Calibration calibration;
  std::vector<DependenceModel> dependences;
  double prior_bits = 0;          // log odds that two random rows are the same customer
  double prior_related_bits = 0;  // ... members of one household
  std::array<double, 3> m_swap{1, 0.02, 0.02};  // given and surname exchanged: 1 fully, 2 as far as can be seen
  // Bits that similar e-mails lose when the given name [0] or the surname [1] agrees, by e-mail level.
  std::array<std::array<double, levels_most>, 2> email_lift{};
};

// A scored pair of rows. Bits are log2 odds: 0 = as likely as not.
struct Edge {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  float weight = 0;
  float related = 0;          // log odds of "same household" against "strangers"
  std::uint64_t pattern = 0;  // four bits a field, lowest first: its level; the highest four: name swap
};
inline constexpr double edge_floor_bits = -8;

struct Step {
  std::string name;
  double seconds = 0;      // on the clock
  double cpu_seconds = 0;  // over all threads: what the step costs, also on a busy machine
};

struct Summary {
  std::uint64_t records_count = 0;
  std::uint64_t clusters_count = 0;
  std::uint64_t largest_cluster = 0;
  std::uint64_t pairs_met_count = 0;       // reached through the index
  std::uint64_t pairs_compared_count = 0;  // looked at in full
  std::uint64_t pairs_kept_count = 0;      // weights were learned from these
  std::uint64_t aliases_count = 0;
  std::uint64_t name_alone_count = 0;  // pairs above the cut that agree on names alone and were kept apart for that
  std::uint64_t attached_count = 0;  // rows (or pairs of rows) that found their cluster at the second look
  std::vector<Step> steps;
  std::vector<std::string> notes;  // columns left out and the like, for people
};

struct Prepared;  // the cleaned table with its indexes

struct Outcome {
  std::vector<std::uint32_t> cluster;  // per row: the smallest row of its cluster
  std::vector<Edge> edges;             // weight above edge_floor_bits, by (left, right), left < right
  std::vector<Edge> household_edges;   // weight at or below it, related above 0: surely two persons, of one household
  Model model;
  Summary summary;
  // Constraints that could not be kept because others contradict them.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> contradicted;
  // What explain() reads. Shared because an index over the same rows may outlive the outcome.
  std::shared_ptr<const Prepared> prepared;
};

// Finds the clusters of a table. bad_request when no column can be compared or the columns differ in length,
// cancelled when progress says so, too_large when memory_bytes do not suffice. One row, equal rows and constant columns are answered, not refused.
Result<Outcome> dedupe(const Table& table, const Options& options, const Constraints& constraints = {});
// The same, and lets go of the table's columns as soon as they are taken over.
Result<Outcome> dedupe(Table&& table, const Options& options, const Constraints& constraints = {});

// One line of a waterfall: what the two rows hold and how many bits it is worth.
struct Evidence {
  std::string name;
  std::string left;
  std::string right;
  std::string level;
  double bits = 0;
  double frequency_bits = 0;  // part of bits owed to how rare these very values are
};

// prior + fields + dependence + related add up to total exactly, in this order; total rounded to float is the
// weight of the edge.
struct Waterfall {
  double prior_bits = 0;
  std::vector<Evidence> fields;
  double dependence_bits = 0;  // evidence counted twice, taken back
  double related_bits = 0;     // could be another member of the household
  double total_bits = 0;
};

// Calibrated share of true matches at this weight.
double probability_of(const Calibration& calibration, double weight);
double probability_of(double weight);  // by the stated slope

// Why two rows belong together or not; also for pairs that were never candidates. O(fields).
Waterfall explain(const Outcome& outcome, std::uint32_t left, std::uint32_t right);

}  // namespace zhike::resolve
