export const words = 'from an alias';
