// SPDX-License-Identifier: Apache-2.0
#include "passphrase.h"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace zhike::cli {

Result<std::string> ask_passphrase(const std::string& prompt) {
  int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0) return Error{ErrorCode::wrong_key, "a passphrase is asked for on a terminal, and there is none"};
  termios before{};
  tcgetattr(terminal, &before);
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  tcsetattr(terminal, TCSAFLUSH, &silent);
  (void)!::write(terminal, prompt.data(), prompt.size());
  std::string text;
  char c;
  while (::read(terminal, &c, 1) == 1 && c != '\n') text += c;
  tcsetattr(terminal, TCSAFLUSH, &before);
  (void)!::write(terminal, "\n", 1);
  ::close(terminal);
  return text;
}

}  // namespace zhike::cli
