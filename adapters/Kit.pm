# SPDX-License-Identifier: Apache-2.0
# The adapter protocol for implementations in Perl (docs/adapter-protocol.md).
package Kit;

use strict;
use warnings;
use JSON::PP ();

# Refuses an input that cannot even be put into the implementation's types.
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

# Answers until `bye` or the end of the input. What the implementation dies of
# is a rejection.
sub serve {
    my ( $hello, $operations ) = @_;
    my $json = JSON::PP->new->utf8->canonical;
    local $| = 1;
    while ( my $line = <STDIN> ) {
        my $message = $json->decode($line);
        last if $message->{type} eq 'bye';
        my $reply = $message->{type} eq 'hello'
            ? { type => 'hello', protocol => 1, %$hello }
            : { id => $message->{id}, answer( $message, $operations ) };
        print $json->encode($reply), "\n";
    }
    return;
}

sub answer {
    my ( $message, $operations ) = @_;
    my $operation = $operations->{ $message->{op} }
        or return ( unsupported => { what => 'op' } );
    my $value = eval { $operation->( $message->{in} ) };
    return ( value => $value ) if defined $value;
    return ( reject => $@ ) if ref $@;
    return ( reject => { category => 'refused' } );
}

1;
