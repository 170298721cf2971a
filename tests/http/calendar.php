<?php
// SPDX-License-Identifier: GPL-2.0-or-later
// Reads a calendar on standard input with somebody else's parser (Debian: php-sabre-vobject), strictly,
// and prints its event as a line: VERSION, DTSTART, DURATION, SUMMARY, LOCATION.  What is wrong is a line
// "wrong: ...".
require 'Sabre/VObject/autoload.php';

use Sabre\VObject;

try {
    $calendar = VObject\Reader::read(stream_get_contents(STDIN));
    foreach ($calendar->validate() as $fault)
        echo 'wrong: ', $fault['message'], "\n";
    $event = $calendar->VEVENT;
    echo implode("\t", [$calendar->VERSION, $event->DTSTART, $event->DURATION, str_replace(['\\,', '\\;'], [',', ';'], $event->SUMMARY), $event->LOCATION]), "\n";
} catch (Exception $e) {
    echo 'wrong: ', $e->getMessage(), "\n";
}
