<?php
// SPDX-License-Identifier: GPL-2.0-or-later
// Reads vCards on standard input with somebody else's parser (Debian: php-sabre-vobject), strictly,
// and prints each as a line: VERSION, KIND, FN, EMAIL and URL.  What is wrong is a line "wrong: ...".
require 'Sabre/VObject/autoload.php';

use Sabre\VObject;

try {
    $cards = new VObject\Splitter\VCard(STDIN);
    while ($card = $cards->getNext()) {
        foreach ($card->validate() as $fault)
            echo 'wrong: ', $fault['message'], "\n";
        echo implode("\t", [$card->VERSION, $card->KIND, str_replace(['\\,', '\\;'], [',', ';'], $card->FN), $card->EMAIL, $card->URL]), "\n";
    }
} catch (Exception $e) {
    echo 'wrong: ', $e->getMessage(), "\n";
}
