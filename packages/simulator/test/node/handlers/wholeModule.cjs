module.exports = () => 'module';
