dnl Of libxapian-c; base.h has it too.
m4_define([XAPIAN_C_VERSION], [1.0.0])
