// SPDX-License-Identifier: Apache-2.0
// The customer data standard, loaded: entities, fields, code lists, event types, dimensions, and what each asks for.
// Data lives in standards/ as JSON (schema/, core/, cn/) and CSV code lists; nothing here knows a field by name.
// A loaded Standard is immutable and may be read from any thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"

namespace zhike::standard {

struct Label {
  std::string zh, en;
};

// Stored form of a value in the lake: text and code VARCHAR, whole BIGINT, number DOUBLE, date DATE, time TIMESTAMPTZ,
// flag BOOLEAN, json VARCHAR.
enum class DataType { text, code, whole, number, date, time, flag, json };
std::string_view name_of(DataType type);
std::string_view sql_type_of(DataType type);

// A verb of a C++ table (cleaner, check, survivorship, derivation) with its arguments, by name.
struct Verb {
  std::string name;
  std::map<std::string, std::string> arguments;
  std::vector<std::string> with;  // of a check over several fields: the other fields, in the order of the check's doc
  std::string severity;   // of a check: "strong" blocks the value from winning, "weak" only tells
  std::string dimension;  // of a check: completeness, validity, accuracy, consistency, timeliness
};

// One of the seven categories.
struct Category {
  std::string id;      // basic contact status account behaviour service extended
  std::string letter;  // A to G
  Label label;
  std::string why;
};

// Besides `check`, these hold for every value and are not listed there: its type, length, format, code list or dimension.
struct Field {
  std::string id;          // snake_case, the column name everywhere
  std::string code;        // A01 ... G12
  std::string category;    // id of a Category
  std::string info_type;   // descriptive behavioural relational
  std::vector<std::string> entities;  // person, organisation
  Label label;
  DataType type = DataType::text;
  int length_min = 0, length_max = 0;  // characters of the standardised value; digits of a number; 0 0 = not limited
  int decimals = 0;        // of a number
  std::string format;      // regular expression of the standardised value, empty if none
  std::string code_list;   // id of a code list, empty if none
  std::string dimension;   // id of a dimension whose codes are the values, empty if none
  std::string required;    // must, conditional, optional
  // When the field is expected, for conditional and for a must that holds only within a part of the customer (an account,
  // a service case): clauses joined by " or ", each "field" (has a value), "field=value" or "field=value|value". See expectation.h.
  std::string required_if;
  int sensitivity = 2;     // 1 to 4
  bool sensitive = false;  // sensitive personal information
  std::string identity;    // direct, quasi, none
  std::string department;  // responsible department, a code of the list `department`
  bool collected = true;   // false: derived by Zhike, never a column of ingest.record
  Verb derive;             // of a derived field: how; verbs.h. Name empty when collected only
  std::vector<Verb> clean;
  std::vector<Verb> check;
  std::vector<Verb> survivorship;        // in this order; the first that decides wins; verbs.h. Empty for derived fields
  std::map<std::string, double> target;  // quality dimension -> ratio; a dimension that is absent has no target
  int fresh_days = 0;      // timeliness: a value older than this is stale; 0 = not measured
  std::string match_kind;  // how the resolve room sees it: given_name surname name date identifier phone email address place postcode category text none
  std::vector<std::string> aliases;  // header words in zh, en and pinyin that name this field
  std::string why;
};

// A column that files have and the standard's fields do not: it is a part of a field (given_name of full_name), or says
// something about the row itself (source_key, recorded_at), or is a member every event has (the envelope).
struct MappedColumn {
  std::string id;
  Label label;
  std::string scope;  // record or event
  // Field this column is a part of (record), or is the same as (event: the field's aliases count too). Empty: about the row.
  std::string feeds;
  DataType type = DataType::text;
  bool required = false;
  std::vector<std::string> aliases;
  std::string why;
};

struct Code {
  std::string code;
  Label label;
  std::string parent, valid_from, valid_to;
  std::vector<std::string> successor;
  std::vector<std::string> aliases;  // other spellings met in files: 男, M, male
};
struct CodeList {
  std::string id;
  Label label;
  std::string origin;  // the standard it follows, or "own"
  std::string why;
  std::vector<Code> codes;  // in the order of the file
  const Code* find(std::string_view code) const;  // nullptr when absent
};

struct Property {
  std::string id;
  Label label;
  DataType type = DataType::text;
  std::string code_list, dimension;
  bool required = false;
  std::vector<std::string> aliases;
};
struct EventType {
  std::string id;  // order visit communication complaint survey_answer consent_change ...
  Label label;
  std::string category;   // category of the standard it tells about: behaviour, service, account, status
  // Where standardise.event.amount and .channel come from: property ids, empty if none. `amount_product` are numbers to be
  // multiplied where the amount is missing (quantity, unit_price). `group` is the property whose equal values are one
  // happening in several rows (order_no of order lines).
  std::string amount, channel, group;
  std::vector<std::string> amount_product;
  std::vector<Property> properties;
  std::vector<std::string> aliases;  // values of an event type column, in zh, en and pinyin
  std::string why;
  const Property* property(std::string_view id) const;  // nullptr when absent
};

struct Level {
  std::string id;
  Label label;
  int width = 0;  // characters of a whole code at this level
};
struct DimensionItem {
  std::string code;
  Label label;
  std::string parent;
  std::string status = "published";  // draft proposed published retired
  std::string valid_from, valid_to;
  std::vector<std::string> successor;
  std::vector<std::string> aliases;
};
struct Dimension {
  std::string id;
  Label label;
  std::string origin;   // "own", or the outside standard it follows; the forbidden letters bind own codes only
  std::vector<Level> levels;
  std::string format;   // regular expression of a code
  bool parent_prefix = false;  // a child's code starts with its parent's
  bool open_below = false;     // deeper codes than those listed are accepted under a listed one
  std::string code_list;       // the items are the codes of this list; empty if listed here
  std::string table;           // the items are a table of the kernels (division); empty if listed here
  std::string owner;
  std::vector<DimensionItem> items;  // in the order of their codes
  std::string why;
  const DimensionItem* find(std::string_view code) const;  // nullptr when absent
};

// What an identifier may decide by itself (room resolve): it joins records, or is only known about a customer.
struct IdentityRule {
  std::string id;
  std::string field;               // whose standardised values these are
  Label label;
  std::string kind;                // document account contact device
  std::string use;                 // merge attach
  std::string checked;             // id_card or uscc: only values whose check character is right decide; empty: all
  bool keyed_by_source = false;    // equal values of different sources are different things
  int priority = 0;                // lower first; when a limit would break, the join by the higher number is given up
  int values_most = 0;             // different values one customer may have ...
  std::string period;              // ... within one week, month or year; empty or ever: in all
  int records_most = 0;            // a value on more records is shared property and joins nobody
  bool contradicts = false;        // two different values cannot be one customer
  int interval_days = 0;           // a value unseen for so long may have gone to someone else; 0: never
  std::vector<std::string> hashed;   // md5 sha256 sm3: digests of the value that count as the value
  std::vector<std::string> blocked;  // values that say nothing; /.../ is a regular expression
  std::string why;

  // Whether a value can say by itself that two records are one customer, or two. Others only attach.
  bool decides() const { return use == "merge" || contradicts; }
};

struct Entity {
  std::string id;  // person, organisation
  std::string letter;  // P, O
  Label label;
  std::string why;
};

class Standard {
 public:
  std::string id, version;           // what the files call themselves
  Label label;
  std::string why;
  // required (must, conditional, optional) -> quality dimension -> ratio; already merged into Field::target.
  std::map<std::string, std::map<std::string, double>> targets;
  std::vector<Entity> entities;
  std::vector<Category> categories;  // in the order of their letters
  std::vector<Field> fields;         // in the order of their codes
  std::vector<MappedColumn> columns;   // scope record
  std::vector<MappedColumn> envelope;  // scope event
  std::vector<CodeList> code_lists;
  std::vector<EventType> event_types;
  std::vector<Dimension> dimensions;
  std::vector<IdentityRule> identity_rules;   // by id
  std::vector<std::string> identity_blocked;  // values that say nothing whatever the type
  std::string hash;                  // SHA-256 over the canonical document (document.h), hexadecimal

  const Entity* entity(std::string_view id) const;      // nullptr when absent, as all of these
  const Category* category(std::string_view id) const;
  const Field* field(std::string_view id) const;
  const CodeList* code_list(std::string_view id) const;
  const EventType* event_type(std::string_view id) const;
  const Dimension* dimension(std::string_view id) const;
  std::vector<const Field*> collected() const;          // columns of ingest.record, in order
  // Every spelling (code, label, alias; folded by fold_spelling) of a coded field's or property's values -> code.
  // Codes win over labels, labels over aliases. Only published items of a dimension count. Empty when both ids are empty.
  std::unordered_map<std::string, std::string> spellings(std::string_view code_list, std::string_view dimension) const;
};

// How header words, event type names and coded values are compared: lower case, full width folded, without spaces,
// underscores, hyphens and dots. "Cell Phone" and "cell_phone" are the same.
std::string fold_spelling(std::string_view text);

// One thing wrong with the files: where, and the nearest valid name when a name was not known.
struct Problem {
  std::string file;     // relative to the folder; empty for the folder itself
  std::string path;     // JSON path ($.fields[3].check[0]), or row and column of a code list
  std::string message;
  std::string nearest;  // empty when no name is near
};

// Reads and checks the files under `folder` (schema/, core/, cn/). All problems are collected, not only the first.
// Fails with standard_invalid when there is any; the message tells the first and the count.
Result<std::shared_ptr<const Standard>> load(const std::string& folder);
std::vector<Problem> check(const std::string& folder);

}  // namespace zhike::standard
