# SPDX-License-Identifier: Apache-2.0
# The adapter protocol for implementations in Perl (docs/adapter-protocol.md).
package Kit;

use strict;
use warnings;
use JSON::PP ();

# Refuses an input that the implementation has no type or name for: no call of it
# can be written. The only reason for which an adapter refuses anything.
sub refuse { die { category => $_[0] } }

# A decimal string, of any size and sign.
sub number {
    my ( $fields, $name, $category ) = @_;
    refuse($category) unless $fields->{$name} =~ /\A-?(?:0|[1-9][0-9]*)\z/;
    return $fields->{$name};
}

sub key {
    my ($fields) = @_;
    refuse('key-malformed') unless $fields->{key} =~ /\A(?:[0-9a-f]{2})*\z/;
    return pack 'H*', $fields->{key};
}

# Answers until `bye` or the end of the input. The messages with which the
# implementation refuses an input match $refusals; all else that it dies of, and no
# value, is a fault.
sub serve {
    my ( $hello, $operations, $refusals ) = @_;
    my $json = JSON::PP->new->utf8->canonical;
    local $| = 1;
    while ( my $line = <STDIN> ) {
        my $message = $json->decode($line);
        last if $message->{type} eq 'bye';
        my $reply = $message->{type} eq 'hello'
            ? { type => 'hello', protocol => 1, %$hello }
            : { id => $message->{id}, answer( $message, $operations, $refusals ) };
        print $json->encode($reply), "\n";
    }
    return;
}

sub answer {
    my ( $message, $operations, $refusals ) = @_;
    my $operation = $operations->{ $message->{op} }
        or return ( unsupported => { what => 'op' } );
    my $value = eval { $operation->( $message->{in} ) };
    return ( value => $value ) if defined $value;
    return ( reject => $@ ) if ref $@ eq 'HASH';
    return ( reject => { category => 'unspecified' } ) if $@ =~ $refusals;
    return ( fault => { message => $@ || 'no value' } );
}

1;
