// SPDX-License-Identifier: Apache-2.0
#include "flow/keys.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

namespace zhike::flow {
namespace {

namespace json = boost::json;
constexpr std::size_t key_bytes = 32;
constexpr char context[crypto_kdf_CONTEXTBYTES + 1] = "zhike-01";

std::string hexadecimal(const std::string& bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  out.pop_back();
  return out;
}

Result<std::string> from_hexadecimal(const std::string& text) {
  std::string out(text.size() / 2, '\0');
  std::size_t size = 0;
  if (sodium_hex2bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), " \r\n", &size,
                     nullptr) != 0)
    return Error{ErrorCode::wrong_key, "the key is not hexadecimal text"};
  out.resize(size);
  return out;
}

std::string random_bytes(std::size_t size) {
  std::string out(size, '\0');
  randombytes_buf(out.data(), size);
  return out;
}

std::string subkey(const std::string& key, std::uint64_t number, std::size_t size = key_bytes) {
  std::string out(size, '\0');
  crypto_kdf_derive_from_key(reinterpret_cast<unsigned char*>(out.data()), size, number, context,
                             reinterpret_cast<const unsigned char*>(key.data()));
  return out;
}

Status write_private(const std::string& path, const std::string& text) {
  int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return Error{ErrorCode::conflict, path + " cannot be made; it must not exist yet"};
  bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  ::close(file);
  if (!written) return Error{ErrorCode::disk_full, path + " could not be written; check the disk"};
  return done();
}

// The check value tells a wrong key apart from damage without giving anything away.
std::string check_of(const std::string& key) { return hexadecimal(subkey(key, 9, 16)); }

Result<std::string> wrapping_key(const std::string& passphrase, const std::string& salt, std::uint64_t operations,
                                 std::size_t memory) {
  std::string out(crypto_secretbox_KEYBYTES, '\0');
  if (crypto_pwhash(reinterpret_cast<unsigned char*>(out.data()), out.size(), passphrase.data(), passphrase.size(),
                    reinterpret_cast<const unsigned char*>(salt.data()), operations, memory,
                    crypto_pwhash_ALG_ARGON2ID13) != 0)
    return Error{ErrorCode::too_large, "not enough memory to turn the passphrase into a key"};
  return out;
}

Result<std::string> unwrap(const json::object& description, const OpenOptions& options) {
  if (!options.ask) return Error{ErrorCode::wrong_key, "this workspace asks for a passphrase; use a terminal"};
  ZK_TRY_SET(std::string passphrase, options.ask());
  ZK_TRY_SET(std::string salt, from_hexadecimal(std::string(description.at("salt").as_string())));
  ZK_TRY_SET(std::string nonce, from_hexadecimal(std::string(description.at("nonce").as_string())));
  ZK_TRY_SET(std::string box, from_hexadecimal(std::string(description.at("wrapped").as_string())));
  ZK_TRY_SET(std::string wrapping,
             wrapping_key(passphrase, salt, description.at("operations").to_number<std::uint64_t>(),
                          description.at("memory").to_number<std::size_t>()));
  std::string key(key_bytes, '\0');
  if (box.size() != key_bytes + crypto_secretbox_MACBYTES || nonce.size() != crypto_secretbox_NONCEBYTES ||
      crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(key.data()),
                                 reinterpret_cast<const unsigned char*>(box.data()), box.size(),
                                 reinterpret_cast<const unsigned char*>(nonce.data()),
                                 reinterpret_cast<const unsigned char*>(wrapping.data())) != 0)
    return Error{ErrorCode::wrong_key, "this passphrase does not open the workspace"};
  return key;
}

Result<std::string> read_key_file(const OpenOptions& options) {
  std::string path = options.key_file.empty() ? options.folder + "/workspace.key" : options.key_file;
  std::ifstream file(path);
  if (!file) return Error{ErrorCode::wrong_key, "the key file " + path + " cannot be read; name it with --key-file"};
  struct stat facts {};
  if (::stat(path.c_str(), &facts) == 0 && (facts.st_mode & 077) != 0)
    return Error{ErrorCode::wrong_key, "the key file " + path + " is readable by others; run chmod 600 on it"};
  std::string text;
  std::getline(file, text);
  return from_hexadecimal(text);
}

}  // namespace

Result<std::string> make_key(const InitOptions& options) {
  if (sodium_init() < 0) return Error{ErrorCode::internal, "the cryptographic library did not start"};
  std::string key = random_bytes(key_bytes);
  json::object description{{"kind", options.passphrase ? "passphrase" : "file"}, {"check", check_of(key)}};
  if (options.passphrase) {
    if (!options.ask) return Error{ErrorCode::bad_request, "a passphrase can only be given on a terminal"};
    ZK_TRY_SET(std::string passphrase, options.ask());
    if (passphrase.size() < 8) return Error{ErrorCode::bad_request, "the passphrase needs at least 8 characters"};
    std::string salt = random_bytes(crypto_pwhash_SALTBYTES), nonce = random_bytes(crypto_secretbox_NONCEBYTES);
    ZK_TRY_SET(std::string wrapping, wrapping_key(passphrase, salt, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                                  crypto_pwhash_MEMLIMIT_INTERACTIVE));
    std::string box(key_bytes + crypto_secretbox_MACBYTES, '\0');
    crypto_secretbox_easy(reinterpret_cast<unsigned char*>(box.data()), reinterpret_cast<const unsigned char*>(key.data()),
                          key.size(), reinterpret_cast<const unsigned char*>(nonce.data()),
                          reinterpret_cast<const unsigned char*>(wrapping.data()));
    description["salt"] = hexadecimal(salt);
    description["nonce"] = hexadecimal(nonce);
    description["wrapped"] = hexadecimal(box);
    description["operations"] = static_cast<std::uint64_t>(crypto_pwhash_OPSLIMIT_INTERACTIVE);
    description["memory"] = static_cast<std::uint64_t>(crypto_pwhash_MEMLIMIT_INTERACTIVE);
  } else {
    ZK_TRY(write_private(options.folder + "/workspace.key", hexadecimal(key) + "\n"));
  }
  return json::serialize(description);
}

Result<Keys> open_key(const std::string& description, const OpenOptions& options) {
  if (sodium_init() < 0) return Error{ErrorCode::internal, "the cryptographic library did not start"};
  try {
    json::object parsed = json::parse(description).as_object();
    bool passphrase = parsed.at("kind").as_string() == "passphrase";
    ZK_TRY_SET(std::string key, passphrase ? unwrap(parsed, options) : read_key_file(options));
    if (key.size() != key_bytes || check_of(key) != std::string(parsed.at("check").as_string()))
      return Error{ErrorCode::wrong_key, "this key belongs to another workspace"};
    Keys keys;
    keys.ledger = hexadecimal(subkey(key, 1));
    keys.lake = hexadecimal(subkey(key, 2));
    keys.archive = hexadecimal(subkey(key, 3, 16));
    keys.index = subkey(key, 4);
    return keys;
  } catch (const std::exception&) {
    return Error{ErrorCode::unreadable, "workspace.json is damaged: its key part cannot be read"};
  }
}

}  // namespace zhike::flow
