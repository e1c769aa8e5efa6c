const answer = 'first';
