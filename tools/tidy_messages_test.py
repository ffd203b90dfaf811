#!/usr/bin/env python3
"""The rule that each message has its Chinese bites: templates are read from C++ as they are built, and a missing, crooked
or untranslated line of the catalogue is named."""
import unittest

from tidy_messages import CATALOGUE, HOLE, Source, fits
from tidy_test import SPDX, TidyTree
import tidy_messages


def messages(code):
    return [text.replace(HOLE, "*") for _, text in Source(code).messages()]


class Templates(unittest.TestCase):
    def test_literals_stay_and_everything_else_is_a_hole(self):
        self.assertEqual(messages('return Error{ErrorCode::not_found, "no file " + std::to_string(n) + " of "\n  "size " + name(x, "a b")};'), ["no file * of size *"])
        self.assertEqual(messages('Error full{ErrorCode::disk_full, std::string("no room for \\"x\\"")};'), ['no room for "x"'])
        self.assertEqual(messages('return {ErrorCode::busy, path + " is busy"};'), ["* is busy"])

    def test_a_ternary_gives_a_variant_each(self):
        code = 'notes.push_back("one " + (a ? std::string("red") : b ? "blue" : c) + " dot");'
        self.assertEqual(messages(code), ["one red dot", "one blue dot", "one * dot"])

    def test_a_local_string_is_followed_to_where_it_was_made(self):
        code = 'Error f(int n) {\n  std::string message = "no name " + n;\n  if (n > 1) message += "; is it " + n + "?";\n  return {ErrorCode::not_found, message};\n}\n'
        self.assertEqual(messages(code), ["no name *", "no name *; is it *?"])

    def test_a_constant_of_the_file_is_followed_too(self):
        self.assertEqual(messages('constexpr const char* gone =\n    "it is " "gone";\nvoid f() { out.notes.push_back(gone); }\n'), ["it is gone"])

    def test_a_table_of_texts_and_a_function_that_takes_a_message_count(self):
        self.assertEqual(messages('constexpr Info error_table[] = {\n  {ErrorCode::busy, "busy", 409, true, "Wait a bit."},\n};\n'), ["Wait a bit."])
        self.assertEqual(messages('void f() { say(path + ".x", "the code " + code + " is odd", near); }'), ["the code * is odd"])

    def test_comments_names_and_texts_in_both_languages_are_no_messages(self):
        self.assertEqual(messages('// return Error{ErrorCode::busy, "not so"};\nstd::vector<std::string> v{"not", "so"};'), [])
        self.assertEqual(messages('void f() { say("No such thing", "没有"); }'), [])
        self.assertEqual(messages('constexpr ErrorCode codes[] = {ErrorCode::busy, ErrorCode::conflict};'), [])


class Fitting(unittest.TestCase):
    def fits(self, text, *patterns):
        return fits([pattern.split("*") for pattern in patterns], text.replace("*", HOLE))

    def test_a_pattern_fits_the_whole_template(self):
        self.assertTrue(self.fits("no file * here", "no file * here"))
        self.assertFalse(self.fits("no file * here", "no file *", "file * here"))

    def test_a_hole_takes_no_english_of_the_template(self):
        self.assertTrue(self.fits("*/x_y: * 5", "*: *"))
        self.assertFalse(self.fits("*: the file * is gone", "*: *"))

    def test_a_hole_takes_a_message_that_has_its_own_pattern(self):
        self.assertTrue(self.fits("*: the file * is gone", "*: *", "the file * is gone"))


class TheRule(TidyTree):
    CODE = SPDX + 'Error f() { return {ErrorCode::busy, "the file " + path + " is busy"}; }\n'

    def found(self, *lines):
        return self.breaches(tidy_messages.messages_have_their_chinese,
                             {"engine/base/f.cpp": self.CODE, CATALOGUE: "".join(line + "\n" for line in ("en\tzh", *lines))})

    def says(self, word, *lines):
        self.assertTrue(any(word in breach for breach in self.found(*lines)), self.found(*lines))

    def test_a_message_with_its_chinese_is_fine(self):
        self.assertEqual(self.found("the file {1} is busy\t文件 {1} 正被使用"), [])

    def test_a_message_without_chinese_is_named_with_its_place(self):
        self.assertEqual(self.found(), ['engine/base/f.cpp:2: no Chinese for "the file {1} is busy"'])

    def test_a_missing_catalogue_is_no_excuse(self):
        self.assertTrue(self.breaches(tidy_messages.messages_have_their_chinese, {"cli/f.cpp": self.CODE}))

    def test_a_crooked_line_is_named(self):
        good = "the file {1} is busy\t文件 {1} 正被使用"
        self.says("holes left and right differ", "the file {1} is busy\t文件正被使用")
        self.says("holes left and right differ", good, "{1} is {1}\t{1} 就是 {1}")
        self.says("two holes touch", good, "{1}{2} is busy\t{1}{2} 正被使用")
        self.says("nothing but holes", good, "{1}\t{1}")
        self.says("same pattern as in line 2", good, good)
        self.says("holds no Chinese", "the file {1} is busy\tthe file {1} is busy")
        self.says("a pattern, a tab", good, "no tab here")
        self.says("a pattern, a tab", good, "a\t甲\t乙")


if __name__ == "__main__":
    unittest.main()
