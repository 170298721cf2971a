dnl Of libxapian-c, and when it was released; base.h has the version too.
m4_define([XAPIAN_C_VERSION], [1.0.0])
m4_define([XAPIAN_C_DATE], [2026-11-23])
