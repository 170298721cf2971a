#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
# Harvests an OAI-PMH repository with somebody else's client (Debian: libhttp-oai-perl), which follows
# resumption tokens by itself, and prints each record as a line: identifier, datestamp, "deleted"
# or the title, sets.  harvest.pl BASEURL VERB [NAME=VALUE]...
use strict;
use warnings;
use open qw(:std :utf8);
use HTTP::OAI;

my ($base, $verb, @rest) = @ARGV;

# By a callback: the client's `next` knows the last answer of a list alone.
sub one
{
    my $it = shift;
    if ($verb eq 'ListSets') {
        print $it->setSpec, "\t", $it->setName, "\n";
        return;
    }
    my $header = $verb eq 'ListIdentifiers' ? $it : $it->header;
    my $title = $header->is_deleted ? 'deleted' : '';
    $title = $it->metadata->dom->firstChild->findvalue('.//*[local-name()="title"]')
        if $verb ne 'ListIdentifiers' && !$header->is_deleted;
    print join("\t", $header->identifier, $header->datestamp, $title,
               join(' ', sort $header->setSpec)), "\n";
}

my $harvester = HTTP::OAI::Harvester->new(baseURL => $base);
my $response = $harvester->$verb((map { split /=/, $_, 2 } @rest), onRecord => \&one);
if ($response->is_error) {
    print 'wrong: ', $response->message, "\n";
    exit 1;
}
print join("\t", $response->repositoryName, $response->baseURL, $response->granularity,
           $response->deletedRecord), "\n" if $verb eq 'Identify';
