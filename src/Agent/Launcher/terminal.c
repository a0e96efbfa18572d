#include "terminal.h"

#include <sys/ioctl.h>
#include <termios.h>

/* The slave by TIOCGPTPEER and not by name: it is the right one in whatever mount namespace /dev/pts belongs to. */
int terminal_open(unsigned short rows, unsigned short columns, int *master, int *slave)
{
    *master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*master < 0)
        return errno;
    int locked = 0;
    if (ioctl(*master, TIOCSPTLCK, &locked) != 0)
        return errno;
    *slave = ioctl(*master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*slave < 0)
        return errno;
    struct winsize size = { .ws_row = rows, .ws_col = columns };
    ioctl(*master, TIOCSWINSZ, &size);
    struct termios settings;
    if (tcgetattr(*slave, &settings) == 0) {
        settings.c_iflag |= IUTF8;
        tcsetattr(*slave, TCSANOW, &settings);
    }
    return 0;
}
