<?php
// SPDX-License-Identifier: Apache-2.0
// christian-riesen/otp. Its TOTP takes the number of a step, or reads the clock:
// it has nothing that divides a time, so TOTP is not claimed. Nor is verification,
// which reads the clock, or checks one counter without a window. Its choice of a
// hash is commented out, so there is SHA-1 alone. It has 6 and 8 digits, not 7,
// which limits cannot say: it is run once for each.
require 'ChristianRiesen/Otp/autoload.php';

class Refused extends Exception {}

$version = $argv[1] ?? 'unknown';
$digits = (int) ($argv[2] ?? 6);
$hello = [
    'type' => 'hello', 'protocol' => 1,
    'implementation' =>
        ['name' => "christian-riesen/otp ($digits digits)", 'version' => $version,
            'language' => 'php'],
    'capabilities' => ['hotp.generate', 'sha1'],
    'limits' => ['digits' => ['min' => $digits, 'max' => $digits], 'counterBits' => 32],
    'policies' => new stdClass(),
];

/** A number as PHP has it: what no int can hold stays text. */
function number(string $text): int|string
{
    return (string) (int) $text === $text ? (int) $text : $text;
}

function otp(array $in): Otp\Otp
{
    $otp = new Otp\Otp();
    $otp->setDigits($in['digits']);
    if ($in['algorithm'] !== 'SHA1') {
        throw new Refused('algorithm-unknown');
    }
    return $otp;
}

function secret(array $in): string
{
    if (!preg_match('/\A([0-9a-f]{2})*\z/', $in['key'])) {
        throw new Refused('key-malformed');
    }
    return hex2bin($in['key']);
}

$operations = [
    'hotp.generate' => fn(array $in) =>
        otp($in)->hotp(secret($in), number($in['counter'])),
];

while (($line = fgets(STDIN)) !== false) {
    $message = json_decode($line, true);
    if ($message['type'] === 'bye') {
        break;
    }
    if ($message['type'] === 'hello') {
        $reply = $hello;
    } else {
        $operation = $operations[$message['op']] ?? null;
        try {
            $reply = $operation
                ? ['value' => $operation($message['in'])]
                : ['unsupported' => ['what' => 'op']];
        } catch (Refused $refused) {
            $reply = ['reject' => ['category' => $refused->getMessage()]];
        } catch (InvalidArgumentException | TypeError $error) {
            $reply = ['reject' => ['category' => 'unspecified', 'message' => get_class($error)]];
        } catch (Throwable $error) {
            $reply = ['fault' => ['message' => get_class($error)]];
        }
        $reply = ['id' => $message['id']] + $reply;
    }
    echo json_encode($reply), "\n";
}
