#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Reads a feed on standard input with somebody else's parser (Debian: libxml-feed-perl) and prints its
# format and title, then each entry as a line: id, link, title, time, categories.
use strict;
use warnings;
use XML::Feed;

binmode $_, ":raw" for *STDIN, *STDOUT;
my $text = do { local $/; <STDIN> };
my $feed = XML::Feed->parse(\$text) or die 'wrong: ', XML::Feed->errstr, "\n";
print join("\t", $feed->format, $feed->title), "\n";
print join("\t", $_->id, $_->link, $_->title, $_->modified . '', join(' ', sort $_->category)), "\n"
    for $feed->entries;
