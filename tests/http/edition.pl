# SPDX-License-Identifier: GPL-2.0-or-later
# edition.pl FOLDER: walks an offline edition from its index.html and prints a line for each thing
# that is wrong with it: links that are not relative, lead to no file or to no such part of one, files
# to which no link leads, names that some file systems cannot have.  Core modules alone.
use strict;
use warnings;
use File::Find;

my $folder = shift;
my (%ids, %links, %seen, %lower);
my @files;
find({no_chdir => 1, wanted => sub { push @files, substr($_, length($folder) + 1) if -f }}, $folder);

sub read_page {
    my ($file) = @_;
    open my $in, '<:raw', "$folder/$file" or die "$file: $!";
    local $/;
    my $page = <$in>;
    $ids{$file}{$1} = 1 while $page =~ /\sid="([^"]*)"/g;
    while ($page =~ /<(\w+)\s[^>]*?\b(?:href|src|action)="([^"]*)"/g) {
        push @{$links{$file}}, [$1, $2];
    }
    print "$file: a style or script within it\n" if $page =~ /<style|\sstyle="|<script(?![^>]*\ssrc=)[^>]*>/;
    print "$file: a form that needs a server\n"
        if $page =~ /<form/ && $file ne 'search.html' && $page !~ /<form action="search\.html"/;
    print "$file: a link that leads nowhere\n" if $page =~ /<a(?=[\s>])(?![^>]*\shref=)[^>]*>/;
}
read_page($_) for grep { /\.html$/ } @files;

# The file and the part that a link leads to; nothing for other sites.
sub target {
    my ($from, $link) = @_;
    return if $link =~ m{^(?:https?://|mailto:)};
    if ($link =~ m{^/|^[a-z]+:|\?}) {
        print "$from: not relative: $link\n";
        return;
    }
    my ($path, $part) = split /#/, $link, 2;
    my @way = split m{/}, $from;
    if ($path ne '') {
        pop @way;
        for (split m{/}, $path) {
            if ($_ eq '..') { pop @way } else { push @way, $_ }
        }
    }
    return (join('/', @way), $part);
}

my @queue = ('index.html');
$seen{'index.html'} = 1;
while (defined(my $file = shift @queue)) {
    for (@{$links{$file} || []}) {
        my ($to, $part) = target($file, $_->[1]);
        next unless defined $to;
        if (!-f "$folder/$to") {
            print "$file: there is no $to\n";
            next;
        }
        print "$file: $to has no #$part\n"
            if defined $part && $to ne 'search.html' && !$ids{$to}{$part};
        push @queue, $to if !$seen{$to}++;
    }
}
for my $file (sort @files) {
    print "$file: no link leads there\n" unless $seen{$file} || $file =~ /^edition\.json$|^assets\//;
    print "$file: a name that differs in case alone\n" if $lower{lc $file}++;
    print "$file: a name that is not portable\n"
        if $file !~ m{^[A-Za-z0-9._/-]+$} || $file =~ m{(?:^|/)(?:con|prn|aux|nul|com\d|lpt\d)\.}i;
}
