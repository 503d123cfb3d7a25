# SPDX-License-Identifier: Apache-2.0
# Auth::GoogleAuth. Six digits, SHA-1, TOTP, without a parameter for T0. It takes
# time 0 and step 0 for none, and an empty secret for a new one. Its verification
# answers yes or no, has a window of two equal sides and no memory.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use Auth::GoogleAuth;
use Convert::Base32 qw(encode_base32);
use JSON::PP ();
use Kit;

# The secret in base32, the time and the step.
sub arguments {
    my ($in) = @_;
    Kit::refuse('algorithm-unknown')   if $in->{algorithm} ne 'SHA1';
    Kit::refuse('digits-out-of-range') if $in->{digits} ne '6';
    return (
        encode_base32( Kit::key($in) ),
        Kit::number( $in, 'time', 'time-out-of-range' ),
        Kit::number( $in, 'step', 'step-out-of-range' ) );
}

Kit::serve(
    {   implementation => {
            name => 'Auth::GoogleAuth', version => "$Auth::GoogleAuth::VERSION",
            language => 'perl',
        },
        capabilities => [qw(totp.generate totp.verify sha1 step)],
        limits       => {
            digits => { min => 6, max => 6 }, counterBits => 64,
            match  => JSON::PP::false, after => JSON::PP::false, window => 'equal',
        },
        policies => {},
    },
    {   'totp.generate' => sub { Auth::GoogleAuth->new->code( arguments( $_[0] ) ) },
        'totp.verify'   => sub {
            my ($in) = @_;
            my $answer = Auth::GoogleAuth->new->verify(
                $in->{code}, $in->{past}, arguments($in) );
            return { accepted => $answer ? JSON::PP::true : JSON::PP::false };
        },
    },
    qr/^Error decoding what should be base32|^Range value not zero/
);
